"""A Person has roles in groups, whether or not they can sign in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonhour.models.group import Group
from commonhour.models.texts import PublicLine, PublicLink

# Any word may be a role; these have names in every language.
ROLES = {
    "chair": _("chair"),
    "co-chair": _("co-chair"),
    "coordinator": _("coordinator"),
    "emeritus": _("emeritus"),
    "facilitator": _("facilitator"),
    "host": pgettext_lazy("role", "host"),
    "lead": _("lead"),
    "liaison": _("liaison"),
    "maintainer": _("maintainer"),
    "member": _("member"),
    "moderator": _("moderator"),
    "note-taker": _("note-taker"),
    "organizer": _("organizer"),
    "owner": _("owner"),
    "secretary": _("secretary"),
    "sponsor": _("sponsor"),
    "tech lead": _("tech lead"),
}


class Person(models.Model):
    name = PublicLine(max_length=200)
    organisation = PublicLine(max_length=200, blank=True)
    url = PublicLink(max_length=500, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    role = PublicLine(max_length=40, default="member")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    position = models.IntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "group", "role"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"
