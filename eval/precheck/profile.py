"""A fictitious enterprise and what it sends abroad, made from a seed; every paper of a submission is filled from it."""

# ruff: noqa: E501 (sentences and tables of a paper read better whole)

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Any

from copilot.rules.calendar import china_calendar
from eval.precheck.numbers import credit_code, resident_number

# City, its province's first two digits, region code of a district, district. The first entry is where lists apply.
PLACES = (
    ("北京市", "11", "110105", "朝阳区"),
    ("上海市", "31", "310115", "浦东新区"),
    ("杭州市", "33", "330106", "西湖区"),
    ("苏州市", "32", "320505", "虎丘区"),
    ("成都市", "51", "510107", "武侯区"),
)
GBA_PLACES = (
    ("深圳市", "44", "440305", "南山区"),
    ("广州市", "44", "440106", "天河区"),
    ("珠海市", "44", "440402", "香洲区"),
)
_ROADS = ("云汀", "禾田", "清渠", "望坪", "青屿", "长栎", "临溪", "石桥南")
_MARKS = ("云栖远", "澄海星", "禾木川", "青岚屿", "栎阳谷", "汀澜云", "望舒桥", "乔木森", "砚山禾", "芷江月")
_TRADES = (
    ("酒店管理", "会员预订与住宿服务", "文旅", "客房预订"),
    ("医疗器械", "器械售后与质量追溯", "卫生健康", "器械报修"),
    ("电子商务", "跨境商城订单履约", "跨境电商", "商城订单"),
    ("汽车零部件", "供应商协同与质量管理", "工业", "质量追溯"),
    ("教育科技", "留学申请与课程服务", "教育", "课程报名"),
    ("软件技术", "全球客户支持", "互联网", "客户工单"),
)
_SURNAMES = "赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕张孔曹严魏陶姜谢邹喻柏章苏潘葛范彭鲁韦马苗方任袁柳"
_GIVEN = (
    "文澜",
    "若川",
    "景行",
    "书宁",
    "以恒",
    "知远",
    "明瑶",
    "嘉树",
    "云舒",
    "子衿",
    "怀瑾",
    "思源",
    "望岳",
    "清扬",
)
_ABROAD = (
    ("新加坡", "Lumora Harbour Pte. Ltd.", "8 Marina Vista Link, Singapore", "Tan Wei Ming"),
    ("德国", "Nordwald Systeme GmbH", "Lindenstrasse 14, Hamburg", "Jonas Keller"),
    ("日本", "青葉光株式会社", "东京都港区芝浦三丁目9番", "Sato Kenji"),
    ("美国", "Brightmere Analytics Inc.", "410 Alder Creek Road, Portland", "Helen Brook"),
    ("法国", "Valbrune Services SAS", "27 rue des Tilleuls, Lyon", "Claire Moreau"),
)
_HONGKONG = ("中国香港", "海屿国际服务有限公司", "香港九龙观塘海滨道188号", "黄嘉明")
ITEMS = {
    "姓名": ("客户登记的真实姓名", "用于核对服务对象，缺少时境外人员无法对应到具体订单", "王某某"),
    "手机号码": ("客户用于联系的移动电话", "境外服务人员回访和通知进度时使用，没有替代字段", "138****0000"),
    "电子邮箱": ("客户登记的邮箱地址", "境外系统向客户发送确认函和凭证的唯一渠道", "w***@example.cn"),
    "订单编号": ("系统生成的订单流水号", "把境内记录与境外处理记录逐条对应", "DD20260001"),
    "会员编号": ("会员体系内的唯一编号", "境外平台据此识别会员等级并给予相应权益", "M00012345"),
    "服务记录": ("每次服务的时间和内容", "境外团队据此判断问题是否重复出现并安排处置", "2026-05-01 更换配件"),
    "通信地址": ("用于寄送的地址", "境外仓向客户寄送备件和凭证时填写", "某市某区某路1号"),
    "设备型号": ("客户所用产品的型号", "境外工程师据此选取对应的技术资料", "LX-200"),
    "国籍": ("客户登记的国籍", "境外接待时准备相应语种的服务", "中国"),
    "偏好语言": ("客户选择的沟通语言", "境外客服以客户选择的语种答复", "中文"),
}
SENSITIVE_ITEMS = {
    "护照号码": ("客户出行所持护照的号码", "境外住宿和入境登记法定核验的字段", "E0000****"),
    "银行账号": ("客户退款所用的账号", "境外财务向客户退还押金时使用", "6222****0000"),
}  # fmt: skip


@dataclass(frozen=True)
class Profile:
    """One enterprise on one filing day. Numbers of persons are natural persons without duplicates."""

    company: str
    short: str
    code: str
    city: str
    province: str
    district: str
    address: str
    office: str
    trade: str
    business: str
    sector: str
    system: str
    legal_rep: dict[str, Any]
    officer: dict[str, Any]
    agent: dict[str, Any]
    cards: dict[str, dict[str, Any]]
    recipients: tuple[dict[str, Any], ...]
    scenes: tuple[dict[str, Any], ...]
    founded: dt.date
    filed_on: dt.date
    assessed: tuple[dt.date, dt.date]
    signed_on: dt.date
    effective: dt.date
    stored: tuple[dt.date, dt.date]
    staff: int
    scale: int

    @property
    def recipient(self) -> dict[str, Any]:
        """The first recipient."""
        return self.recipients[0]


def _person(rng: Random, region: str, post: str, names: set[str], domain: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A person as forms name him or her, and the identity card."""
    name = next(n for n in iter(lambda: rng.choice(_SURNAMES) + rng.choice(_GIVEN), "") if n not in names)
    names.add(name)
    born = dt.date(rng.randrange(1966, 1996), rng.randrange(1, 13), rng.randrange(1, 28))
    number = resident_number(region, born, rng)
    phone = f"13{rng.randrange(0, 10)}{rng.randrange(10_000_000, 99_999_999)}"
    person = {
        "name": name,
        "post": post,
        "phone": phone,
        "email": f"{domain[0]}{rng.randrange(100, 999)}@{domain}",
        "id_type": "居民身份证",
        "id_number": number,
    }
    start = dt.date(2018 + rng.randrange(0, 5), rng.randrange(1, 13), rng.randrange(1, 28))
    card = {
        "name": name,
        "sex": "男" if int(number[16]) % 2 else "女",
        "nation": "汉",
        "birth": born,
        "number": number,
        "valid": (start, dt.date(start.year + 20, start.month, start.day)),
    }
    return person, card


def make(kind: str, seed: int, *, filed_on: dt.date | None = None, scenes: int = 0) -> Profile:
    """The enterprise of a seed for a kind of filing; `scenes` 0: one or two, as the seed has it."""
    rng = Random(f"{kind}:{seed}")
    day = filed_on or dt.date(2026, 9, 1) + dt.timedelta(days=rng.randrange(0, 70))
    calendar = china_calendar()
    day = day if calendar.is_working_day(day) else calendar.working_days_after(day, 1)
    gba = kind == "gba_hk"
    city, province, region, district = (
        PLACES[0] if kind == "negative_list" else rng.choice(GBA_PLACES if gba else PLACES)
    )
    mark, road = rng.choice(_MARKS), rng.choice(_ROADS)
    trade, business, sector, system = rng.choice(_TRADES)
    company = f"{mark}（{city[:2]}）{trade}有限公司" if rng.random() < 0.4 else f"{city[:2]}{mark}{trade}有限公司"
    domain = f"{rng.choice(('yunqi', 'hemu', 'qinglan', 'liyang', 'tinglan'))}{rng.randrange(10, 99)}.example.cn"
    names: set[str] = set()
    people = [
        _person(rng, region, post, names, domain) for post in ("执行董事/中国", "信息安全总监/中国", "合规经理/中国")
    ]
    officer = people[1][0] | {"body": "数据安全管理委员会办公室", "body_staff": rng.randrange(4, 15)}
    authority = f"{city[:2]}市公安局{district[:2]}分局"
    address = f"{city}{district}{road}路{rng.randrange(8, 400)}号{rng.randrange(1, 9)}幢"
    cards = {
        k: c | {"address": address, "authority": authority}
        for k, (_, c) in zip(("legal_rep", "officer", "agent"), people, strict=True)
    }
    recipients = tuple(_recipient(rng, one) for one in ([_HONGKONG] if gba else rng.sample(_ABROAD, 2)))
    end = day - dt.timedelta(days=rng.randrange(8, 55))
    effective = calendar.working_days_before(day, rng.randrange(2, 8))
    stored = dt.date(effective.year, effective.month, min(effective.day, 28))
    return Profile(
        company=company, short=mark + trade, code=credit_code(region, rng), city=city, province=province,
        district=district, address=address, office=address.replace("幢", "幢6层"), trade=trade, business=business,
        sector=sector, system=system, legal_rep=people[0][0], officer=officer, agent=people[2][0], cards=cards,
        recipients=recipients, scenes=_scenes(kind, rng, business, system, scenes, len(recipients)),
        founded=dt.date(rng.randrange(2008, 2019), rng.randrange(1, 13), rng.randrange(1, 28)), filed_on=day,
        assessed=(end - dt.timedelta(days=rng.randrange(20, 40)), end), signed_on=effective - dt.timedelta(days=3),
        effective=effective, stored=(stored, stored.replace(year=stored.year + rng.choice((2, 3)))),
        staff=rng.randrange(120, 2400), scale=rng.randrange(2_100_000, 4_800_000) if kind in ("security_assessment", "extension") else rng.randrange(400_000, 900_000),
    )  # fmt: skip


def _recipient(rng: Random, one: tuple[str, str, str, str]) -> dict[str, Any]:
    country, name, address, head = one
    domain = "".join(c for c in name.lower().split()[0] if c.isalpha() and c.isascii()) or "haiyu"
    return {
        "name": name,
        "country": country,
        "address": address,
        "business": rng.choice(("客户服务与信息系统运营", "仓储物流与售后支持", "平台运营与技术支持")),
        "head": head,
        "head_post": "总经理",
        "phone": f"+65 6{rng.randrange(100, 999)} {rng.randrange(1000, 9999)}",
        "email": f"privacy@{domain}.example.com",
    }


def _scenes(
    kind: str, rng: Random, business: str, system: str, wanted: int, recipients: int
) -> tuple[dict[str, Any], ...]:
    """The scenes: a name in quotation marks, its purpose, method, items and numbers of persons."""
    count = wanted or (1 if kind not in ("security_assessment", "extension") else rng.choice((1, 2)))
    sensitive = kind in ("security_assessment", "extension") or rng.random() < 0.4
    found = []
    for i in range(count):
        names = rng.sample(sorted(ITEMS), rng.randrange(5, 8))
        if sensitive and i == 0:
            names.append(rng.choice(sorted(SENSITIVE_ITEMS)))
        if kind in ("security_assessment", "extension"):
            this = rng.randrange(120, 300) * 1000 + rng.randrange(100, 900)
            years = [rng.randrange(450, 700) * 1000 for _ in range(3)]
        else:
            this = rng.randrange(104, 160) * 1000 + rng.randrange(100, 900)
            years = [this + rng.randrange(1, 40) * 1000 for _ in range(3)]
        found.append(
            {
                "name": (business, f"{system}支持")[i],
                "purpose": (f"向客户提供{business}", f"处理{system}产生的服务请求")[i],
                "method": rng.choice(("公共互联网传输", "跨境专线传输")),
                "items": names,
                "sensitive": sensitive and i == 0,
                "this_year": this,
                "years": years,
                "three_years": sum(years),
                "sensitive_this_year": (
                    rng.randrange(12, 40) * 1000
                    if kind in ("security_assessment", "extension")
                    else rng.randrange(12, 80) * 100
                )
                if sensitive and i == 0
                else 0,
                "recipient": i % recipients,
            }
        )
    return tuple(found)
