"""One thing of every kind for each of the standing people, so that every route can be tried on it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from exams.models import Attempt, Sitting
from exams.release import Explain, Policy, When
from exams.service.assigning import Meant, Terms, assign
from exams.service.recording import Seal
from exams.service.taking import start, submit
from kit.access import Role
from kit.clock import local_day, now
from kit.sheets.reading import Row, Sheet
from people.goods import Good, key_of
from people.models import Employee, PlatformAccount, RoleGrant, Shift, Team
from people.service import stocking
from people.service.importing import STAFF, keep
from people.service.inviting import invite
from quiz.models import GoodsDraft
from quiz.service.checking import begin
from records.service.certificates import issue, token
from tests.world import World

SECRET = "k" * 32
ZONE = "Asia/Shanghai"
LESSON = "customer-service-process/bad-reviews-by-cause"
PAPER = "customer-service-onboarding"
# what is nobody's own: the same for everybody
COMMON: dict[str, object] = {
    "rule": "first-response-seconds",
    "course": LESSON.split("/")[0],
    "lesson": LESSON.split("/")[1],
    "key": PAPER,
    "bank": "customer-service",
    "question": "late-wrong-colour-and-brushed-off",
    "number": 1,
    "type": "single",
    "kind": "staff",
    "name": "four-causes.svg",
}
HANDED_IN = {"exams.desk", "exams.result"}
FORMS = {"records.export": "xlsx", "quiz.bank_export": "toml"}


@dataclass
class Places:
    """What stands for a URL's argument, by the argument's name and the person whose it is."""

    by_person: dict[str, dict[int, object]] = field(default_factory=dict)

    def add(self, name: str, person: int, value: object) -> None:
        """Keep a thing of a person."""
        self.by_person.setdefault(name, {})[person] = value

    def value(self, endpoint: str, name: str, person: int) -> object:
        """Give what to put into the URL."""
        if name == "form":
            return FORMS[endpoint]
        if name == "attempt_id" and endpoint in HANDED_IN:
            name = "handed_in"
        return COMMON[name] if name in COMMON else self.by_person[name][person]


def furnish(session: Session, world: World) -> Places:
    """Give every person one thing of each kind."""
    places, moment = Places(), now()
    boss = session.get_one(Employee, world.boss)
    people = [session.get_one(Employee, id) for id in asdict(world).values() if session.get(Employee, id)]
    standing = [person for person in people if person.id in _ids(world)]
    for number, person in enumerate(standing, 1):
        places.add("employee_id", person.id, person.id)
        _record(session, places, person)
        _exam(session, places, person, boss)
        places.add("run_id", person.id, begin(session, person.id, LESSON, moment, Random(number)).id)
        _post(session, places, person, number)
        ((_, code),) = invite(session, [person], None, moment)
        places.add("code", person.id, code)
        sheet = Sheet("staff", (Row(1, ("工号", "姓名")), Row(2, (f"N{number}", "新人"))))
        places.add("import_id", person.id, keep(session, STAFF, "list.xlsx", sheet, person, moment).id)
    _goods(session, places, standing, world)
    session.flush()
    return places


def _goods(session: Session, places: Places, people: Sequence[Employee], world: World) -> None:
    """A good, its draft and an import of their store for everybody; of the first store for those of none."""
    moment, trainer = now(), session.get_one(Employee, world.trainer)
    sheet = Sheet("goods", (Row(1, ("货号", "品名", "类目", "材质")), Row(2, ("X1", "杯", "杯具", "瓷"))))
    for person in people:
        number = f"G{person.id}"
        store = stocking.store_of(session, person)
        store_id = store.id if store else world.store
        stocking.stock(session, store_id, [Good(number=number, name="杯", category="杯具", price=900)], None, moment)
        places.add("good_id", person.id, next(one.id for one in stocking.goods(session) if one.good.number == number))
        kept = stocking.keep(session, trainer, store_id, "goods.xlsx", sheet, moment)
        places.add("goods_import_id", person.id, kept.id)
        drafted = select(GoodsDraft.id).where(GoodsDraft.good == key_of(store_id, number))
        places.add("draft_id", person.id, session.scalars(drafted).first())


def _ids(world: World) -> set[int]:
    return {value for name, value in asdict(world).items() if name not in {"root", "store", "other_store"}}


def _record(session: Session, places: Places, person: Employee) -> None:
    moment = now()
    titles = {"zh": "客服入职合格证", "en": "Onboarding certificate"}
    found = issue(session, person.id, f"exam:{PAPER}", titles, local_day(moment, ZONE), 365, SECRET, moment)
    places.add("certificate_id", person.id, found.id)
    places.add("token", person.id, token(found.number, SECRET))


def _exam(session: Session, places: Places, person: Employee, boss: Employee) -> None:
    moment, seal = now(), Seal(SECRET, ZONE)
    for name in ("handed_in", "attempt_id"):
        sitting = _sitting(session, person, boss)
        attempt: Attempt = start(session, person.id, sitting.id, moment, Random(person.id), seal)
        if name == "handed_in":
            submit(session, person.id, attempt.id, moment, seal)
        places.add(name, person.id, attempt.id)
        places.add("sitting_id", person.id, sitting.id)


def _sitting(session: Session, person: Employee, boss: Employee) -> Sitting:
    from_now = now() - timedelta(minutes=1)
    terms = Terms(PAPER, from_now, from_now + timedelta(days=1), 40, 2, 80, Policy(When.AT_ONCE, Explain.ALL))
    return assign(session, boss, terms, [Meant(employee_id=person.id)], from_now)


def _post(session: Session, places: Places, person: Employee, number: int) -> None:
    moment = now()
    account = PlatformAccount(
        platform="taobao",
        store="星桥旗舰店",
        sub_account=f"小{number}",
        employee_id=person.id,
        valid_from=person.hired_on,
    )
    shift = Shift(employee_id=person.id, starts_at=moment, ends_at=moment + timedelta(hours=8))
    group = Team(name=f"小组{number}", parent_id=person.team_id)
    session.add_all([account, shift, group])
    # a grant that gives nothing, so that it changes nobody's rights
    person.grants.append(RoleGrant(role=Role.EMPLOYEE.value))
    session.flush()
    group.path = f"{person.team.path}{group.id}/"
    places.add("account_id", person.id, account.id)
    places.add("shift_id", person.id, shift.id)
    places.add("team_id", person.id, group.id)
    places.add("grant_id", person.id, person.grants[-1].id)
