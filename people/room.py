"""What the room of people gives to the whole."""

from kit.access import PUBLIC, SIGNED_IN, Role, any_of
from kit.demo import DemoPasswordChanged
from kit.rooms import Tab
from kit.web import Room
from people import rules as company_rules
from people.cli import create_demo, init, people
from people.positions import POSITION
from people.service import founding, moving_in
from people.views import (
    account,
    accounts,
    goods,
    home,
    imports,
    invitations,
    on_phone,
    person,
    rules,
    shifts,
    sign_in,
    staff,
    team,
    teams,
)
from people.views.pages import pages

OVERSEES = any_of(Role.MANAGER, Role.ADMINISTRATOR)
ADMINISTERS = any_of(Role.ADMINISTRATOR)
LOOKS_AFTER_ROLES = frozenset({Role.MENTOR, Role.MANAGER, Role.ADMINISTRATOR})
STOCKS = any_of(Role.TRAINER, Role.MANAGER, Role.ADMINISTRATOR)
LOOKS_AFTER = any_of(*LOOKS_AFTER_ROLES)

PERMISSIONS = {
    "people.sign_in": PUBLIC,
    "people.sign_out": PUBLIC,
    "people.language": PUBLIC,
    "people.enter_code": PUBLIC,
    "people.welcome": PUBLIC,
    "people.home": SIGNED_IN,
    "people.notices": SIGNED_IN,
    "people.search": SIGNED_IN,
    "people.account": SIGNED_IN,
    "people.password": SIGNED_IN,
    "people.end_sessions": SIGNED_IN,
    # whose file it is, is asked in the use-case
    "people.person": SIGNED_IN,
    "people.team": LOOKS_AFTER,
    "people.staff": OVERSEES,
    "people.edit_person": OVERSEES,
    "people.reset_password": OVERSEES,
    "people.unlock": OVERSEES,
    "people.shifts": OVERSEES,
    "people.remove_shift": OVERSEES,
    "people.accounts": OVERSEES,
    "people.assign_account": OVERSEES,
    "people.end_account": OVERSEES,
    "people.invitations": OVERSEES,
    "people.new_person": ADMINISTERS,
    "people.deactivate": ADMINISTERS,
    "people.reactivate": ADMINISTERS,
    "people.grant_role": ADMINISTERS,
    "people.withdraw_role": ADMINISTERS,
    "people.teams": ADMINISTERS,
    "people.create_team": ADMINISTERS,
    "people.change_team": ADMINISTERS,
    "people.remove_team": ADMINISTERS,
    "people.imports": ADMINISTERS,
    "people.import_preview": ADMINISTERS,
    "people.enter_import": ADMINISTERS,
    "people.corrected": ADMINISTERS,
    "people.import_sample": ADMINISTERS,
    "people.undo_import": ADMINISTERS,
    "people.on_phone": ADMINISTERS,
    "people.rules": SIGNED_IN,
    "people.rule": any_of(Role.TRAINER),
    "people.goods": SIGNED_IN,
    "people.good": SIGNED_IN,
    "people.goods_table": SIGNED_IN,
    # whose store it is, is asked in the use-case
    "people.retire_good": STOCKS,
    "people.goods_imports": STOCKS,
    "people.goods_preview": STOCKS,
    "people.enter_goods": STOCKS,
    "people.goods_corrected": STOCKS,
}

UNDER_TEAM = frozenset(
    {endpoint for endpoint, rule in PERMISSIONS.items() if rule in (OVERSEES, ADMINISTERS)}
    | {"people.person", "records.person", "courses.path_of", "courses.team_paths"}
)

# named so that their routes are known
VIEWS = (
    account,
    accounts,
    goods,
    home,
    imports,
    invitations,
    on_phone,
    person,
    rules,
    shifts,
    sign_in,
    staff,
    team,
    teams,
)

ROOM = Room(
    name="people",
    blueprints=[pages],
    commands=[init, people],
    permissions=PERMISSIONS,
    tabs=[
        Tab("home", "Today", "home", "people.home", 10),
        Tab("team", "Team", "users-group", "people.team", 15, LOOKS_AFTER_ROLES, UNDER_TEAM),
    ],
    cards=[home.cards],
    panels=[home.setup_panel],
    search=[home.find_people, goods.find_goods],
    content_kinds=[company_rules.KIND, POSITION],
    subscribers=[(DemoPasswordChanged, moving_in.on_password_changed)],
    in_use=[lambda session: founding.company(session) is not None],
    demo=[create_demo],
    install=[sign_in.install],
)
