"""Is a question in a language that is not answered here, and does it ask about sending data out of China?

Chinese and English are read. Others are told by their script, or by the small words of a language in Latin
letters; a language identifier of its own would be many megabytes for this one yes or no.
"""

# ruff: noqa: E501 (patterns and tables read better whole)
from __future__ import annotations

import re
import unicodedata

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_OTHER = re.compile(
    r"[\u0370-\u052f\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u10a0-\u10ff\u1100-\u11ff\u1780-\u17ff\uac00-\ud7af]"
)
_LATIN_WORD = re.compile(r"[a-zà-öø-ÿāăąćčďđęěğıłńňœőřśşšťůűźżžơưạ-ỹ]+", re.IGNORECASE)
_ENGLISH_WORDS = (
    "the a an of to in is are was were do does did what which how when who where why can could should must may might we our us my i you "
    "your it its if for from and or not with by on at as be have has had this that these there any need tell about please will would they "
    "their under than into out after before between per own only yes no hi hello hey thanks thank"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHER_WORDS = (
    # German, French, Spanish, Portuguese, Italian, Dutch, Vietnamese, Indonesian and Malay, Turkish, Polish, Swedish
    "der die das ein eine einen einem ist sind wir ich wie welche welcher muss müssen darf dürfen kann können für und oder nicht mit von nach aus zu zum zur bei werden wird auf brauchen hallo danke guten was wenn unser unsere "
    "le la les un une des du est sont nous vous je il que quel quelle quels quelles comment faut pour et ou pas avec dans vers aux au peut doit sur bonjour merci combien quand notre ce cette qui où "
    "el los las una es son nosotros yo cómo qué cuál cuáles cuándo cuánto debe deben para por con del al se puede hola gracias nuestra nuestro si hay "
    "o os as um uma é são nós eu como qual quais quando para por com do da dos das ao não pode deve olá obrigado nosso nossa preciso precisamos "
    "il lo gli i uno è sono noi io come quale quali quando per con del della dei alla nel non può deve ciao grazie nostro "
    "de het een is zijn wij ik hoe welke moet mag kan voor en of niet met van naar uit wordt onze wat bedankt "
    "là và của có không được cho các một những tôi chúng cần phải làm thế nào gì khi nếu sang "
    "apa bagaimana yang dan di ke dari untuk dengan kami saya harus bisa tidak adalah ini itu apakah jika boleh ada "
    "bir ve için ile ne nasıl hangi mi mu mı biz ben gerekir var bu değil "
    "jak czy co jest są my ja do z w na dla nie można musi trzeba "
    "och är vi jag hur vilka måste får kan för inte med från till vad om att"
)
_SMALL_WORDS = frozenset(_OTHER_WORDS.split())
_CONCEPTS: tuple[tuple[str, str], ...] = (
    (r"敏感|機微|センシティブ|민감|sensib|besonder\w* kategor|sensív|sensíve|чувствительн", "敏感个人信息"),
    (
        r"個人情報|个人信息|個人データ|パーソナルデータ|개인정보|개인 정보|personenbezogen|données (?:à caractère )?personnel|datos personales|dados pessoais|dati personali|persoonsgegevens|персональн|dữ liệu cá nhân|data pribadi|data peribadi|kişisel veri|dane osobowe|danych osobowych|personuppgift|بيانات شخصية|البيانات الشخصية|ข้อมูลส่วนบุคคล",
        "个人信息",
    ),
    (r"重要データ|重要なデータ|중요 ?데이터|wichtige\w* daten|données importantes|datos importantes|важн\w+ данн", "重要数据"),
    (
        r"越境|国外|海外|域外|移転|転送|국외|해외|이전|전송|반출|übermitt|übertrag|transfer|ausland|grenzüberschreit|trasfer|étranger|exporta|enviar|envoyer|extranjero|exterior|estero|doorgifte|buitenland|передач|переда|трансгранич|за рубеж|за границ|chuyển|nước ngoài|ra nước|luar negeri|aktar|yurt dışı|przekaz|za granic|överför|utomlands|نقل|خارج|โอน|ต่างประเทศ",
        "出境",
    ),
    (r"標準契約|표준 ?계약|standardvertrag|clauses? (?:contractuelle )?type|contrat type|contrato (?:estándar|tipo|padrão)|стандартн\w+ договор", "个人信息出境标准合同"),
    (r"安全評価|セキュリティ評価|안전 ?평가|보안 ?평가|sicherheits(?:bewertung|prüfung|bewertung)|évaluation de (?:la )?sécurité|evaluación de seguridad|avaliação de segurança|оценк\w+ безопасности", "数据出境安全评估"),
    (r"認証|인증|zertifizier|certification|certificación|certificação|certificazione|сертификац", "个人信息保护认证"),
    (r"同意|동의|einwilligung|consentement|consentimiento|consentimento|consenso|согласи", "单独同意"),
    (r"従業員|社員|직원|임직원|근로자|mitarbeiter|beschäftigt|employé|salarié|empleado|funcionário|dipendent|сотрудник|работник", "员工个人信息"),
    (r"万人|人数|閾値|何人|몇 ?명|만 ?명|schwelle|seuil|umbral|limite|soglia|порог", "门槛 人数"),
    (r"免除|免予|例外|면제|예외|ausnahme|befrei|exempt|exención|isenç|esenzione|исключени|освобожд", "免予"),
    (r"罰|制裁金|벌금|과징금|처벌|bußgeld|strafe|amende|sanction|multa|sanción|штраф", "法律责任 罚款"),
    (r"データ|데이터|자료|정보|\bdaten\b|données|\bdatos\b|\bdados\b|\bdati\b|gegevens|данн|dữ liệu|\bdata\b|veri(?:ler)?\b|\bdane\b|\bdanych\b|uppgifter|بيانات|ข้อมูล", "数据"),
)  # fmt: skip
_CHINA = re.compile(
    r"中国|中國|중국|\bchin|\bkina|\bçin|кита|trung quốc|\btiongkok|الصين|จีน|chine|pipl|\bcac\b", re.IGNORECASE
)
_CONCEPTS_COMPILED = tuple((re.compile(p, re.IGNORECASE), zh) for p, zh in _CONCEPTS)


def unread(text: str) -> bool:
    """Whether `text` is mainly in a language other than Chinese and English."""
    plain = unicodedata.normalize("NFC", text)
    han, kana, other = (len(p.findall(plain)) for p in (_HAN, _KANA, _OTHER))
    words = [w.lower() for w in _LATIN_WORD.findall(plain)]
    if kana >= 3 and kana * 4 >= han:
        return True
    if other >= 3 and other >= han + sum(map(len, words)) / 2:
        return True
    if han * 3 > sum(map(len, words)):
        return False
    foreign = sum(w in _SMALL_WORDS and w not in _ENGLISH for w in words)
    foreign += sum(any(ord(c) > 127 for c in w) for w in words)
    english = sum(w in _ENGLISH and w not in _SMALL_WORDS for w in words)
    return foreign > english and (foreign >= 2 or (foreign == len(words) and foreign > 0))


def export_terms(text: str) -> str:
    """Chinese terms to search with for a question in another language; empty unless it is about data and about
    sending it abroad or about China."""
    found = [zh for pattern, zh in _CONCEPTS_COMPILED if pattern.search(text)]
    about_data = {"个人信息", "重要数据", "数据", "敏感个人信息", "员工个人信息"} & set(found)
    if not about_data or not ("出境" in found or _CHINA.search(text)):
        return ""
    return " ".join(dict.fromkeys([*found, "出境"]))
