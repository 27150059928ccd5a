"""The people of the demo company: three stores, their groups, a new hire in her second week of work."""

from collections.abc import Sequence
from dataclasses import dataclass

from kit.access import Role
from people.staff_cells import Post

COMPANY = "星桥"
FLAGSHIP, ALIEXPRESS, WHOLESALE = "星桥旗舰店", "星桥AliExpress店", "星桥1688"
PRE, AFTER = "售前组", "售后组"
TEAMS = ((FLAGSHIP,), (FLAGSHIP, PRE), (FLAGSHIP, AFTER), (ALIEXPRESS,), (WHOLESALE,))


@dataclass(frozen=True, slots=True)
class Cast:
    """One of the demo people; `worked` counts the days since they were hired, the first one included."""

    number: str
    name: str
    team: tuple[str, ...]
    worked: int
    post: Post | None = None
    roles: tuple[tuple[Role, tuple[str, ...] | None], ...] = ()
    mentor: str = ""
    tags: tuple[str, ...] = ()


def _service(track: str) -> Post:
    return Post("customer-service", track)


PEOPLE: Sequence[Cast] = (
    Cast("E1001", "沈云", (), 2600, None, ((Role.MANAGER, ()),)),
    Cast("E1002", "丁洁", (), 1500, None, ((Role.PAYROLL, None),)),
    Cast("E1003", "方敏", (), 1300, None, ((Role.TRAINER, None),)),
    Cast("E1004", "江川", (), 1800, None, ((Role.ADMINISTRATOR, None),)),
    Cast("E1005", "许宁", (FLAGSHIP,), 1400, Post("store-manager", "taobao"), ((Role.MANAGER, (FLAGSHIP,)),)),
    Cast("E1006", "罗晴", (ALIEXPRESS,), 1100, Post("store-manager", "cross-border"), ((Role.MANAGER, (ALIEXPRESS,)),)),
    Cast("E1007", "秦朗", (WHOLESALE,), 1250, Post("sales", "1688"), ((Role.MANAGER, (WHOLESALE,)),)),
    Cast("E1008", "周岚", (FLAGSHIP, PRE), 900, _service("pre-sale"), ((Role.MENTOR, None),), "", ("金牌客服",)),
    Cast("E1009", "陈可", (FLAGSHIP, PRE), 420, _service("pre-sale")),
    Cast("E1010", "吴桐", (FLAGSHIP, PRE), 260, _service("pre-sale")),
    Cast("E1011", "何舟", (FLAGSHIP, PRE), 19, _service("pre-sale"), (), "E1008", ("新人",)),
    Cast("E1012", "孙佳", (FLAGSHIP, AFTER), 760, _service("after-sale"), ((Role.MENTOR, None),)),
    Cast("E1013", "马骁", (FLAGSHIP, AFTER), 310, _service("after-sale")),
    Cast("E1014", "唐果", (FLAGSHIP, AFTER), 12, _service("after-sale"), (), "E1012", ("新人",)),
    Cast("E1015", "顾言", (FLAGSHIP,), 680, Post("operations")),
    Cast("E1016", "白露", (FLAGSHIP,), 540, Post("visual-design")),
    Cast("E1017", "梁诚", (FLAGSHIP,), 380, Post("logistics")),
    Cast("E1018", "苏航", (FLAGSHIP,), 350, Post("promotion")),
    Cast("E1019", "叶青", (ALIEXPRESS,), 500, _service("cross-border")),
    Cast("E1020", "程远", (ALIEXPRESS,), 45, _service("cross-border"), (), "E1019"),
    Cast("E1021", "陆鸣", (ALIEXPRESS,), 610, Post("operations")),
    Cast("E1022", "邓宇", (WHOLESALE,), 430, Post("sales", "1688")),
    Cast("E1023", "贺兰", (WHOLESALE,), 200, Post("sales", "1688")),
    Cast("E1024", "林晓雨", (FLAGSHIP, PRE), 7, _service("pre-sale"), (), "E1008", ("新人",)),
)
# who is shown to whoever tries the demo, best known first: number -> the role they stand for
SHOWN = {
    "E1024": Role.EMPLOYEE,
    "E1008": Role.MENTOR,
    "E1005": Role.MANAGER,
    "E1003": Role.TRAINER,
    "E1002": Role.PAYROLL,
    "E1004": Role.ADMINISTRATOR,
    "E1001": Role.MANAGER,
    "E1014": Role.EMPLOYEE,
}
ACCOUNTS = (
    ("淘宝", FLAGSHIP, "星桥旗舰店:岚岚", "E1008"),
    ("淘宝", FLAGSHIP, "星桥旗舰店:可可", "E1009"),
    ("淘宝", FLAGSHIP, "星桥旗舰店:桐桐", "E1010"),
    ("淘宝", FLAGSHIP, "星桥旗舰店:售后佳佳", "E1012"),
    ("淘宝", FLAGSHIP, "星桥旗舰店:售后小马", "E1013"),
    ("淘宝", FLAGSHIP, "星桥旗舰店:小雨", "E1024"),
    ("速卖通", ALIEXPRESS, "xingqiao-cs01", "E1019"),
    ("1688", WHOLESALE, "星桥1688:小邓", "E1022"),
)
