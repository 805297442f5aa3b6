"""Tables of what each detector finds and of what only looks like it."""

from __future__ import annotations

import json
import re
import time

import pytest

from copilot.redaction.found import LABELS, Kind
from copilot.redaction.redact import detect
from eval.task import DATASETS

# Numbers are invented; where a check sign is part of the form it was computed for the test.
FOUND: list[tuple[str, Kind, str]] = [
    ("她的身份证号是11010119900307123X吗", "resident_id", "11010119900307123X"),
    ("身份证 110101 19900307 1238", "resident_id", "110101 19900307 1238"),
    ("全角１１０１０１１９９００３０７１２３Ｘ也是", "resident_id", "１１０１０１１９９００３０７１２３Ｘ"),
    ("身份证号码（旧）110101900307123。", "resident_id", "110101900307123"),
    ("居住证810000199003071232", "resident_id", "810000199003071232"),
    ("我司信用代码为91350100M000100Y43", "credit_code", "91350100M000100Y43"),
    ("单独一行91350100M000100Y43", "credit_code", "91350100M000100Y43"),
    ("组织机构代码：12345678-9", "credit_code", "12345678-9"),
    ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
    ("用4111111111111111付款", "bank_card", "4111111111111111"),
    ("账号是 1234567890123", "bank_card", "1234567890123"),
    ("持E12345678出境", "passport", "E12345678"),
    ("新版EA1234567", "passport", "EA1234567"),
    ("passport no. X1234567A", "passport", "X1234567A"),
    ("回乡证H12345678", "travel_permit", "H12345678"),
    ("通行证C12345678", "travel_permit", "C12345678"),
    ("往来台湾T12345678", "travel_permit", "T12345678"),
    ("台胞证号：12345678", "travel_permit", "12345678"),
    ("香港身份证A123456(3)", "travel_permit", "A123456(3)"),
    ("澳门1234567(8)", "travel_permit", "1234567(8)"),
    ("打13812345678找我", "phone", "13812345678"),
    ("+86 138 1234 5678", "phone", "+86 138 1234 5678"),
    ("座机010-88886666转123", "phone", "010-88886666转123"),
    ("(0755)2688 1234", "phone", "(0755)2688 1234"),
    ("致电400-810-1234", "phone", "400-810-1234"),
    ("电话：8888 6666", "phone", "8888 6666"),
    ("新加坡+65 6123 4567", "phone", "+65 6123 4567"),
    ("发到li.si+cn@example.com.cn即可", "email", "li.si+cn@example.com.cn"),
    ("见https://portal.example.com/a?b=c。", "network", "https://portal.example.com/a?b=c"),
    ("我们的网站example-shop.cn上", "network", "example-shop.cn"),
    ("服务器10.20.30.40:8080上", "network", "10.20.30.40:8080"),
    ("地址2001:db8::8a2e:370:7334", "network", "2001:db8::8a2e:370:7334"),
    ("微信号wxid_abc123，", "account", "wxid_abc123"),
    ("加QQ：123456789", "account", "123456789"),
    ("车牌京A12345", "plate", "京A12345"),
    ("新能源沪A·D12345停在", "plate", "沪A·D12345"),
    ("港车粤Z1234港", "plate", "粤Z1234港"),
    ("住在北京市海淀区中关村大街27号院3号楼502室", "address", "海淀区中关村大街27号院3号楼502室"),
    ("公司在深圳市南山区科技南路18号", "address", "南山区科技南路18号"),
    ("寄到阳光花园3栋2单元501", "address", "阳光花园3栋2单元501"),
    ("地址：广东省深圳市福田区福华一路1号大华国际广场20楼", "address", "福田区福华一路1号大华国际广场20楼"),
    ("住址为上海市浦东新区世纪大道100号环球中心75层", "address", "浦东新区世纪大道100号环球中心75层"),
    ("李家村3组12号", "address", "李家村3组12号"),
    ("我们是深圳市腾龙网络科技股份有限公司，", "company", "深圳市腾龙网络科技股份有限公司"),
    ("由上海蓝鲸信息技术有限公司北京分公司提供", "company", "上海蓝鲸信息技术有限公司北京分公司"),
    ("传给Acme Robotics Pte. Ltd.的", "company", "Acme Robotics Pte. Ltd."),
    ("存在阿里云上", "company", "阿里云"),
    ("我叫王小明，在上海", "person", "王小明"),
    ("请问陈建国的体检数据能出境吗", "person", "陈建国"),
    ("联系人：欧阳娜娜，电话", "person", "欧阳娜娜"),
    ("何总说不用备案", "person", "何"),
    ("我是法务小王，想问", "person", "王"),
    ("诸葛先生来问", "person", "诸葛"),
    ("古丽娜尔·买买提的数据", "person", "古丽娜尔·买买提"),
    ("Mr. John Smith asked", "person", "John Smith"),
]

# What must stay: the words of the law, amounts, thresholds, numbers of documents and standards, relations.
NEAR_MISSES = """
国家互联网信息办公室令第16号
国信办发〔2024〕1号
依据《个人信息保护法》第三十八条第一款第（二）项
规定第7条和第8条
处理100万人以上个人信息
自当年1月1日起累计10万人不满100万人
敏感个人信息不满1万人
GB/T 43697-2024 数据分类分级规则
GB 11643-1999
罚款5000万元或者上一年度营业额5%
合同金额1234567890123元
共13800000000条记录
11位的编号20240322001
2024年3月22日起施行
45个工作日
编号20260101-0001
第十五届全国人大
12345热线
12377举报
版本1.0.0.1
附录3.2.1.1条
见第1.2.3.4节
比例是3:2:1
时间12:30:45
https://www.cac.gov.cn/2024-03/22/c_1712776611775634.htm
发邮件到sjcj@cac.gov.cn
京ICP备12345678号
粤港澳大湾区
沪深300指数
负面清单第12号
附件4第3号
境外母公司与境内子公司之间
某有限公司
我们公司向集团总部提供
一家跨国酒店集团
有限责任公司和股份有限公司
律师事务所
国家网信办和省网信办
网信部门答复为准
商务部、海关总署
张某向李某某提供
高总量和总数
对方律师
项目经理与产品经理
客户经理
员工名单有2万名员工的
关基运营者
马上出境
安全评估
单独同意
成都和张家口
上海自贸试验区临港新片区
北京市海淀区网信办
海南自由贸易港
天津港保税区
在中关村设有中心
一带一路
第27号公告
不满10万人（不含敏感个人信息）
987654321098765432
[1]
第8条另有要求[2]
某某 at 公司
18位数字
ISO/IEC 27001
TLS1.3
version 2.3.4.5
加QQ群
用微信2.0版
小程序
老年人
道路运输许可证第12号
网络道德10号文
e.g. 12.5% of 1,000,000 persons
Article 38 of the PIPL
GDPR and CCPA
the PRC and Hong Kong
""".strip().splitlines()


@pytest.mark.parametrize(("text", "kind", "part"), FOUND, ids=[f"{k}-{p}" for _, k, p in FOUND])
def test_found(text: str, kind: Kind, part: str) -> None:
    found = [(text[f.start : f.end], f.kind) for f in detect(text) if f.kind == kind]
    assert found == [(part, kind)]


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_near_misses_stay(text: str) -> None:
    assert [(text[f.start : f.end], f.kind, f.why) for f in detect(text)] == []


@pytest.mark.parametrize(
    "piece",
    ["区", "北京市", "中", "1", "路1号", "a.", "a@", "A ", ":1", "有限公司", "某有限公司", "http://", "<", "村1", "·"],
)
def test_no_text_keeps_a_detector_busy(piece: str) -> None:
    text = piece * (8000 // len(piece))
    began = time.perf_counter()
    detect(text)
    assert time.perf_counter() - began < 15  # linear: a fraction of a second on an idle core


def test_every_kind_has_a_row_and_every_find_says_why() -> None:
    assert {kind for _, kind, _ in FOUND} == set(LABELS)
    for text, _, _ in FOUND:
        assert all(re.search(r"[\u4e00-\u9fff]", f.why) for f in detect(text))


def test_our_own_questions_stay_as_they_are() -> None:
    """Questions on the law as people ask them hold next to nothing that is taken for a name."""
    rows = [
        json.loads(line)
        for name in ("qa_dev.jsonl", "triage.jsonl")
        for line in (DATASETS / name).read_text().splitlines()
    ]
    found = [q[f.start : f.end] for q in (row["question"] for row in rows) for f in detect(q)]
    assert sorted(set(found)) == ["张三", "李"]
