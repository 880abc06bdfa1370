"""Personal data in the languages of the world: names of columns, of numbers, and the values below them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from jupyter_mlsecops import rules
from jupyter_mlsecops.core.engine import Engine
from jupyter_mlsecops.core.needles import Hyperscan, Needle, Standard
from jupyter_mlsecops.core.policy import Policy
from jupyter_mlsecops.core.ruleset import RuleSet
from jupyter_mlsecops.rules.pii.columns import pii_columns
from jupyter_mlsecops.rules.pii.dataframe_values import fits
from jupyter_mlsecops.rules.pii.header import kind_of
from jupyter_mlsecops.testing import found_places, notebook

LABELS = {
    "email": "E-postadress, электронная_почта, 邮箱, メールアドレス, 이메일, البريد الإلكتروني, ईमेल",
    "phone": "numer telefonu, puhelin, cep_telefonu, Телефон, 手机号, 電話番号, 전화번호, رقم الهاتف, मोबाइल, "
    "τηλέφωνο, טלפון, số_điện_thoại",
    "birth date": "data_urodzenia, Födelsedatum, fødselsdato, syntymäaika, doğum_tarihi, datum narození, "
    "Дата_рождения, 出生日期, 生年月日, 생년월일, تاريخ الميلاد, "
    "जन्म तिथि, ημερομηνία γέννησης, תאריך לידה, tanggal_lahir, ngày_sinh",
    "person": "imię, Nazwisko, förnamn, etternavn, sukunimi, soyadı, příjmení, vezetéknév, Фамилия, ФИО, отчество, "
    "姓名, 氏名, 성명, الاسم الكامل, पूरा नाम, επώνυμο, שם משפחה, nama_lengkap, họ_tên",
    "address": "osoite, адрес, 地址, 住所, 주소, العنوان, पता, διεύθυνση, כתובת, alamat, địa_chỉ",
    "national id": "tc_kimlik_no, henkilötunnus, rodné_číslo, 身份证号, マイナンバー, 주민등록번호, תעודת זהות",
    "name": "имя, 名前, 이름, الاسم, नाम",
    "word": "性别, 성별, национальность",
    "": "имя файла, название, 产品名称, モデル名, 모델명, товар, nimi, isim, tegning, model namn",
}


@pytest.mark.parametrize(
    ("label", "kind"), [(one.strip(), kind) for kind, some in LABELS.items() for one in some.split(",")]
)
def test_what_a_column_holds(label: str, kind: str) -> None:
    found = kind_of(label)
    assert (found.name if found else "") == kind


@pytest.mark.parametrize("label", [one.strip() for kind, some in LABELS.items() if kind for one in some.split(",")])
@pytest.mark.parametrize("engine", [Standard, Hyperscan])
def test_a_text_with_such_a_column_is_looked_at(label: str, engine: Any) -> None:
    if engine is Hyperscan:
        pytest.importorskip("hyperscan")
    needle = Needle(pii_columns.screen, pii_columns.caseless, pii_columns.dense, pii_columns.shapes)
    assert engine([needle]).present([f"id,{label}\n1,x"]) == [frozenset({0})]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("address", "北京市海淀区中关村大街1号", True),
        ("address", "서울특별시 강남구 역삼동 12", True),
        ("address", "1234567", False),
        ("birth date", "1990年1月1日", True),
        ("birth date", "1990년 1월 1일", True),
        ("birth date", "1990年", False),
        ("name", "张伟", True),
        ("name", "김민수", True),
        ("name", "Анна Иванова", True),
        ("name", "widget", False),
        ("name", "训练集验证集测试集准确率", False),
    ],
)
def test_values_look_like_what_the_header_says(kind: str, value: str, expected: bool) -> None:
    assert fits(kind, [value]) is expected


@pytest.fixture(scope="module")
def engine() -> Engine:
    chosen = RuleSet(rule for rule in rules.load() if rule.category.value == "pii")
    return Engine(chosen, Policy(profile="audit"), b"world")


EGN, AMKA, THAI, SSN = "66012" + "05100", "16126" + "776588", "17003" + "76113725", "536-90-" + "4399"


@pytest.mark.parametrize(
    "text",
    [
        f"show()\n# %% [output]\nЕГН: «{EGN}»",
        f"show()\n# %% [output]\nΑΜΚΑ: «{AMKA}»",
        f"show()\n# %% [output]\nเลขประจำตัวประชาชน: «{THAI}»",
        f"show()\n# %% [output]\nThe form says «{SSN}»",
        "show()\n# %% [output]\nид,«ФИО»,город\n1,Анна Иванова,Омск\n2,Олег Котов,Уфа",
        "show()\n# %% [output]\nid,«姓名»,score\n1,张伟,3\n2,王芳,4",
        f"show()\n# %% [output]\nOrder {SSN}",
        f"show()\n# %% [output]\nitem no. {SSN}, qty 3",
    ],
)
def test_what_is_found(engine: Engine, text: str) -> None:
    tree, places = notebook(text)
    scan = engine.scan(json.dumps(tree).encode(), "example.ipynb")
    assert found_places(scan) == places
