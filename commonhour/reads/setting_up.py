"""How far a new hub is on its way to being open: four steps, each done by what is there, or left out by somebody."""

from dataclasses import dataclass

from commonhour.models import Community, Group, Import, Schedule, Source

STEPS = ("page", "calendar", "name", "open")


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    is_done: bool
    is_left_out: bool

    @property
    def is_settled(self) -> bool:
        return self.is_done or self.is_left_out


@dataclass(frozen=True, slots=True)
class SettingUp:
    steps: list[Step]

    @property
    def next(self) -> Step | None:
        """The first step that waits."""
        return next((one for one in self.steps if not one.is_settled), None)

    @property
    def settled(self) -> int:
        return sum(one.is_settled for one in self.steps)

    @property
    def is_untouched(self) -> bool:
        return self.settled == 0


def setting_up(community: Community) -> SettingUp:
    done = {
        "page": Group.objects.exists() or Import.last_page() is not None,
        "calendar": Source.objects.shown().exists() or Schedule.objects.exists(),
        "name": _is_named(community),
        "open": community.is_published,
    }
    return SettingUp([Step(name, done[name], name in community.skipped_steps) for name in STEPS])


def _is_named(community: Community) -> bool:
    """UTC is what a hub begins with; who means it has saved it so."""
    return bool(community.title) and (community.tzid != "UTC" or "name" in community.skipped_steps)
