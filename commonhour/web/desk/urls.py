"""The addresses of the desk, under /desk/."""

from django.urls import path, re_path

from commonhour.web.desk import (
    community,
    group,
    group_parts,
    history,
    imports,
    occurrence,
    schedule,
    series,
    sign_in,
    today,
    undecided,
    unplaced,
)

# Slugs may have letters of any script, and nothing that is none.
SLUG = r"(?P<slug>[\w-]+)"

urlpatterns = [
    path("", today.today),
    path("sign-in/", sign_in.sign_in),
    path("sign-out/", sign_in.sign_out),
    path("occurrence/<uuid:public_id>/", occurrence.page),
    path("occurrence/<uuid:public_id>/move", occurrence.move),
    path("occurrence/<uuid:public_id>/cancel", occurrence.cancel),
    path("occurrence/<uuid:public_id>/restore", occurrence.restore),
    path("occurrence/<uuid:public_id>/undo", occurrence.undo),
    path("series/new/", schedule.new),
    path("series/preview/", schedule.preview),
    re_path(rf"^series/{SLUG}/$", series.page),
    re_path(rf"^series/{SLUG}/join/$", series.join),
    re_path(rf"^series/{SLUG}/schedule/$", schedule.answer),
    re_path(rf"^series/{SLUG}/change/$", schedule.change),
    path("groups/", group.index),
    path("groups/new/", group.new),
    re_path(rf"^groups/{SLUG}/$", group.facts),
    re_path(rf"^groups/{SLUG}/goals/$", group_parts.goals),
    re_path(rf"^groups/{SLUG}/people/$", group_parts.people),
    re_path(rf"^groups/{SLUG}/channels/$", group_parts.channels),
    path("community/", community.facts),
    path("community/publish/", community.open_hub),
    path("community/unpublish/", community.close_hub),
    path("undecided/", undecided.index),
    path("unplaced/", unplaced.index),
    path("import/", imports.upload),
    path("import/<int:pk>/", imports.preview),
    path("import/<int:pk>/write/", imports.write),
    path("import/<int:pk>/drop/", imports.drop),
    path("import/done/<int:pk>/", imports.done),
    path("history/", history.index),
]
