"""Official-like templates as Word files: from lines and tables of text, equal neighbours in a table being one cell.

The layouts follow the structure of the official annexes in few words of our own; the official texts themselves are read
from the folder beside the repository where there is one.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence
from typing import Any

import docx

ROW = re.compile(r"^\|.*\|$", re.S)
TableRows = list[list[str]]


def parsed(text: str) -> list[str | TableRows]:
    """Lines and tables of a text; a row begins with a bar and goes on to the line that ends with one."""
    found: list[str | TableRows] = []
    row = ""
    for line in text.splitlines():
        if row or line.startswith("|"):
            row = f"{row}\n{line}" if row else line
            if not row.rstrip().endswith("|"):
                continue
            cells = [c.strip() for c in row.strip().strip("|").split("|")]
            if not all(re.fullmatch("-+", c) for c in cells):
                if found and isinstance(found[-1], list):
                    found[-1].append(cells)
                else:
                    found.append([cells])
            row = ""
        elif line.strip() or (found and isinstance(found[-1], list)):
            found.append(line)
    return found


def word(blocks: Sequence[str | TableRows]) -> bytes:
    """A Word file of lines and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _table(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, rows: TableRows) -> None:
    width = max(map(len, rows))
    table = document.add_table(len(rows), width)
    table.style = "Table Grid"
    done: set[tuple[int, int]] = set()
    spanning = any(a == b != "" for row in rows for a, b in itertools.pairwise(row))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if (r, c) in done:
                continue
            right = c
            while (text or spanning) and right + 1 < width and row[right + 1] == text:
                right += 1
            low = r
            while _down(rows, low + 1, c, right, text):
                low += 1
            done |= {(a, b) for a in range(r, low + 1) for b in range(c, right + 1)}
            cell = table.cell(r, c)
            if (low, right) != (r, c):
                cell = cell.merge(table.cell(low, right))
            cell.text = text.split("\n")[0]
            for extra in cell.paragraphs[1:]:
                extra._element.getparent().remove(extra._element)
            for line in text.split("\n")[1:]:
                cell.add_paragraph(line.strip())


def _down(rows: TableRows, r: int, left: int, right: int, text: str) -> bool:
    plain = bool(text) and not re.search("否|%", text) and not text.startswith("..") and left <= 3
    return plain and r < len(rows) and all(cell == text for cell in rows[r][left : right + 1])


def lines_of(raw: bytes) -> list[str]:
    """All paragraphs of a Word file in order, those in cells too, each cell once."""
    document = docx.Document(io.BytesIO(raw))
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in document.element.body.iter(f"{tag}p"):
        found.append(
            "".join(t.text or ("\n" if t.tag.endswith("}br") else "") for t in paragraph.iter(f"{tag}t", f"{tag}br"))
        )
    return found


APPLICATION = """
数据出境安全评估申报表（模板）
| 1数据处理者情况 | 单位名称 |  |  |  |
| 1数据处理者情况 | 单位性质 | {0} | {0} | {0} |
| 1数据处理者情况 | 单位注册地 |  | 办公所在地 |  |
| 1数据处理者情况 | 员工数量 |  | 统一社会
信用代码 |  |
| 1数据处理者情况 | 是否为关键信息基础设施运营者 | □是
□否 | 处理个人
信息规模 | 按人统计 |
| 2法定代表人信息 | 姓名 |  | 职务/国籍 |  |
| 2法定代表人信息 | 证件类型 | □居民身份证 □护照
□其他 | □居民身份证 □护照
□其他 | □居民身份证 □护照
□其他 |
| 4经办人信息 | 姓名 |  | 联系电话 |  |
| 6数据出境场景1 | 出境场景简述 | 写明业务和目的 | 写明业务和目的 | 写明业务和目的 |
| 6数据出境场景1 | 数据类型 | □重要数据 | 重要数据认定
主管部门名称 |  |
| 6数据出境场景1 | 数据类型 | □个人信息 | 是否包含敏感
个人信息 | □是
□否 |
| 6数据出境场景1 | 涉及行业/领域 | □工业 □交通 □零售
□其他 | □工业 □交通 □零售
□其他 | □工业 □交通 □零售
□其他 |
| 6数据出境场景1 | 境外接收方名称 |  |  |  |
| 6数据出境场景1 | 所在国家
或者地区 |  | 负责人
姓名 |  |
| 6数据出境场景1 | 境外接收方联系方式 | 电话：
邮箱： | 电话：
邮箱： | 电话：
邮箱： |
| 6数据出境场景1 | 统计说明：（如需） | 统计说明：（如需） | 统计说明：（如需） | 统计说明：（如需） |
| 6数据出境场景2 | ...... | ...... | ...... | ...... |
| 6数据出境场景3 | ...... | ...... | ...... | ...... |
| 本单位承诺：
材料属实。 | 本单位承诺：
材料属实。 | 本单位承诺：
材料属实。 | 本单位承诺：
材料属实。 | 本单位承诺：
材料属实。 |
""".replace("{0}", "□政府部门 □事业单位 □企业 □社会组织 □其他____")

ATTORNEY = """
附件2
经办人授权委托书（模板）
本人 姓名（身份证件号码：  ），系 数据处理者名称 的法定代表人。现授权 姓名（身份证件号码：  ）办理安全评估申报。
授权委托期限：    年   月   日至    年   月   日
单位名称（盖章）：
法定代表人（签字）：
经 办 人（签字）：
年   月   日
"""

REPORT = """
附件4
数据出境风险自评估报告（模板）
数据处理者名称：    （盖章）
年   月   日
说明：
（一）对材料真实性负责；
一、自评估工作情况
概述起止时间。
二、出境活动整体情况
简要说明。
（一）数据处理者基本情况
1.股权结构；
2.组织架构。
（二）拟出境数据情况
1.涉及业务；
3.数据项清单（如下表所示）；
| 序号 | 数据项名称 | 内容描述 | 出境必要性 | 示例 | 备注 |
| 1 |  |  |  |  |  |
| 2 |  |  |  |  |  |
| ...... |  |  |  |  |  |
（六）其他情况
三、风险自评估情况及结论
说明结论。
说明理由。
"""

CONTRACT = """
个人信息出境标准合同
个人信息处理者：＿＿＿＿
地址：＿＿＿＿
联系方式：＿＿＿＿
联系人：＿＿＿＿ 职务：＿＿＿＿
境外接收方：＿＿＿＿
地址：＿＿＿＿
联系人：＿＿＿＿ 职务：＿＿＿＿
就有关业务，双方【已】/【约定】于   年    月   日订立    （商业合同）。
第一条 定义
双方理解一致。
第二条 义务
采取如下措施：
（如加密、访问控制）
第六条 救济
联系人及联系方式（办公电话或电子邮箱）＿＿＿＿
第九条 其他
（三）在邮戳日期后的   天视为收讫。
（四）采取下列第   种方式解决：
1.仲裁。提交
□中国国际经济贸易仲裁委员会
□北京仲裁委员会（北京国际仲裁中心）
□其他公约成员的仲裁机构
按其仲裁规则在 （仲裁地点）       进行仲裁；
（六）正本一式   份，双方各执   份。
本合同在（地点）   签订
个人信息处理者：
年   月   日
境外接收方：
年   月   日
附录一
（一）处理目的：

（三）出境个人信息的规模：

（八）出境后保存期限：
（ 年 月 日至 年 月 日）
附录二
双方约定的其他条款（如需要）
"""

EXTENSION = """
附件5
延长评估结果有效期申请表（模板）
| 1基本情况 | 1基本情况 |
| 数据处理者名称 |  |
| 申请延长评估结果有效期的评估项目受理编号 |  |
| 2数据出境场景1 | 2数据出境场景1 |
| 数据出境的目的、范围等未发生变化 | □是 □否 |
| 未来三年出境数据规模增幅（与原评估结果相比） | _____%    □不涉及 |
| 2数据出境场景2 | 2数据出境场景2 |
| ...... | ...... |
| 3其他需要说明的情况 | 3其他需要说明的情况 |
| 主要说明：
（1）采取保障数据出境安全的措施；
（2）过去三年合规开展的情况。 | 主要说明：
（1）采取保障数据出境安全的措施；
（2）过去三年合规开展的情况。 |
"""
