"""Words that tell what somebody is given to do from what is only talked about."""


def word_set(text: str) -> frozenset[str]:
    """Of the words of a text, as lists of words are written here."""
    return frozenset(text.split())


# What people are given to do in meetings; with one of these even a name that is not known is an owner.
GIVEN = word_set("""
act add address analyze analyse announce answer approve arrange ask assign attend book bring build cancel
capture chair change check clarify clean close codify collect comment compile complete conduct confirm
connect contact continue convert coordinate copy create define delete develop discuss document double-check
do draft edit email escalate evaluate examine explain explore extend facilitate fcp figure file fill
finalize finalise find finish fix follow followup follow-up gather get give help host identify implement improve
include incorporate inform integrate introduce investigate invite issue keep kick kickoff label land lead
leave list look make mention merge message migrate modify monitor move nominate notify open organize
organise own pick ping plan post postpone prep prepare present process produce propose provide publish pull
push put raise re-review reach read rebase reconsider record recruit refactor register reject remind remove
rename reopen revisit pursue reorganize reply report request research resolve respond review revise rework rewrite run say
schedule search second send set setup share sign solicit sort spec split start submit suggest summarize
summarise supply survey sync tag take talk test tidy track transfer translate triage try turn update upload
verify work write consult elaborate revamp circulate refine reconcile measure advertise amend assess backport bisect buy chase debug estimate
hire interview liaise negotiate nudge outline pay poke proofread publicize recap recommend renew reserve tackle tell unblock vet organizar escribir enviar revisar crear publicar preparar preguntar hablar añadir
actualizar compartir
""")
# Said of somebody without "to", as "Ana send the invitation": none that is also a thing, a state or what was done.
BARE = word_set("""
send write create prepare organize organise invite publish remind finish
""")
# What people need to do and things do not: "Ana needs to read it", but not "The page needs to load".
OF_PEOPLE = BARE | word_set("""
read review ask reply respond answer comment check confirm approve sign draft file schedule email investigate follow talk contact tell inform
announce
""")
# Who may be given something to do as a body.
BODIES = word_set("""
members tac tsc toc gb staff board committee everyone everybody all wg
""")
# "Ana to be asked", "it will have": states, no tasks.
NOT_DOING = word_set("""
be not need want probably see know think feel like become happen remain the a an this that me us him
her them it which what never still always
""")
# Words that stand where a name might: "Need to check", "Proposal to close", "Motion to accept", "Link to".
NO_DOER = word_set("""
need needs want wants plan plans planning proposal proposals propose rfc pr prs issue issues how what when
where why who which way ways reason reasons ability attempt attempts try trying motion vote link links note
notes goal goals going aim question questions concern concerns option options idea ideas request requests
happy ready able hard easy unable willing free good better best nice useful helpful important interesting
possible impossible unlikely likely similar related equivalent due thanks according next steps step first
last then also time nothing something anything easier harder sufficient enough it this that these those
there we i you they he she if and or but please let lets compare see refer go come up back down add assigned
reassign reassigned scheduled moved renamed changes change decision agreement consensus action actions item
items topics move wanted permits allows makes wait need prior have reminder presentation slides users people someone somebody cargo rustc clippy crater section event meetings ai todo topic agenda discussion meeting update updates summary response responses call opportunity
opportunities chance work interest interested welcome limit looking hoping used use extension connection
disadvantage advantage formatting desire instead subject open new other others more most no yes not get got
has have had should would could can may might must requirements requirement proposed suggest suggested hope
things thing everything rust code compiler lint error warning project time-box continue continued
introduction intro access support effort efforts objective purpose intent intention focus path road tool
tools lots lot much some any each one two three tbd deferred key tips guide benefits contribute contributing
learn learning join to of for in on at the a an defer decided agreed approved voted resolved concluded fcp tasks
scribe sure glad eager keen bound set about back
""")
