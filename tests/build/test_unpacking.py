"""Packs taken apart: what is repeated for whom, under what name, with what words."""

from __future__ import annotations

from datetime import date

import pytest

from tests.build.works import PROFILE, Works


def each(works: Works, for_each: str, more: str = "") -> list[str]:
    works.pack(f"  - {{spec: profile.yaml, for_each: {for_each}{more}}}\n")
    return works.names()


def test_a_briefing_is_built_once_unless_it_says_otherwise(works: Works) -> None:
    works.pack("  - profile.yaml\n  - {spec: profile.yaml, name: other}\n")
    assert works.names() == ["profile", "other"]


@pytest.mark.parametrize(
    ("for_each", "names"),
    [
        ("{kind: CRC}", ["profile-north", "profile-south"]),
        ("{owner: Purple Works}", ["profile-north", "profile-south"]),
        ("{group: woodland}", ["profile-ash", "profile-beech"]),
        ("[Ash, {region: Marsh}]", ["profile-ash", "profile-cedar", "profile-dogwood"]),
        ("Beech Library", ["profile-beech"]),
        ("{succeeds: ash}", ["profile-cedar"]),
        ("{owners: all}",
         ["profile-green-works", "profile-purple-works", "profile-woodland-council"]),
        ("{owners: [green works]}", ["profile-green-works"]),
        ("{groups: all}", ["profile-woodland", "profile-companies"]),
        ("{groups: Both companies}", ["profile-companies"]),
    ],
)  # fmt: skip
def test_it_is_repeated_for_each(works: Works, for_each: str, names: list[str]) -> None:
    assert sorted(each(works, for_each)) == sorted(names)


def test_the_subject_is_whom_it_is_repeated_for(works: Works) -> None:
    each(works, "{kind: CRC}")
    subjects = [p.spec.providers.subject for p in works.batch().plans if p.spec]
    assert [s.name for s in subjects if s] == ["north", "south"]


def test_a_spec_for_a_pack_need_not_name_its_subject(works: Works) -> None:
    works.write("profile.yaml", PROFILE.replace("providers: {subject: Ash}\n", ""))
    each(works, "{kind: CRC}")
    assert [o.state for o in works.build()] == ["built", "built"]
    assert b"On North Community Rehabilitation" in works.files()["profile-north.html"]


def test_rows_of_a_file_give_words_and_a_provider(works: Works) -> None:
    works.write("people.csv", "\ufeffFull name,provider,Day\n\nÉva Ash,Beech,2024-06-01\nBo,,\n")
    works.write("profile.yaml", PROFILE + "subtitle: \"For {{ each['Full name'] }}\"\n")
    assert each(works, "{rows: people.csv}") == ["profile-eva-ash", "profile-bo"]
    works.build()
    assert "For Éva Ash" in works.files()["profile-eva-ash.html"].decode()
    assert "On Beech Library" in works.files()["profile-eva-ash.html"].decode()
    assert "On Ash Library" in works.files()["profile-bo.html"].decode()


def test_words_of_the_pack_are_filled_in_wherever_a_spec_has_text(works: Works) -> None:
    works.write("profile.yaml", PROFILE + """\
as_at: "{{ each.day }}"
metrics: ["{{ variables.what }}"]
subtitle: "{{ variables.reader }}, {% if each.day %}{{ as_at }}{% endif %}"
variables: {reader: Nobody, what: overall}
""")  # fmt: skip
    works.write("days.csv", "id,day\none,2024-06-01\n")
    each(works, "{rows: days.csv}", ", variables: {reader: Ann & Bo}")
    (plan,) = works.batch().plans
    assert plan.spec
    assert plan.spec.as_at == date(2024, 6, 1)
    assert plan.spec.metrics == ("overall",)
    works.build()
    assert "Ann &amp; Bo, 1 June 2024" in works.files()["profile-one.html"].decode()


def test_a_briefings_own_variables_go_before_the_packs_and_the_specs(works: Works) -> None:
    works.write("profile.yaml", PROFILE + 'variables: {a: spec, b: spec, c: spec}\n'
                'subtitle: "{{ variables.a }} {{ variables.b }} {{ variables.c }}"\n')  # fmt: skip
    works.pack("  - {spec: profile.yaml, variables: {c: briefing}}\n",
               "variables: {b: pack, c: pack}\n")  # fmt: skip
    works.build()
    assert b"spec pack briefing" in works.files()["profile.html"]


def test_a_spec_may_stand_in_the_pack(works: Works) -> None:
    inline = "".join(f"      {line}\n" for line in PROFILE.splitlines())
    works.pack(f"  - for_each: {{kind: CRC}}\n    inline:\n{inline}")
    assert works.names() == ["profile-north", "profile-south"]
    assert all(o.built for o in works.build())
    assert {o.state for o in works.build()} == {"up to date"}


def test_names_by_template_may_hold_folders(works: Works) -> None:
    name = ', name: "{{ each.region }}/{{ each.short }}-{{ variables.month }}"'
    works.pack(f"  - {{spec: profile.yaml, for_each: {{region: Marsh}}{name}}}\n",
               "variables: {month: March 2024}\n")  # fmt: skip
    assert works.names() == ["marsh/cedar-march-2024", "marsh/dogwood-march-2024"]
    works.build()
    assert set(works.files()) == {"marsh/cedar-march-2024.html", "marsh/dogwood-march-2024.html"}


def test_the_specs_own_name_may_be_a_template(works: Works) -> None:
    works.change("profile.yaml", "briefing: profile", 'briefing: "on-{{ each.name }}"')
    names = each(works, "{kind: CRC}")
    assert names == ["on-north-community-rehabilitation-company",
                     "on-south-community-rehabilitation-company"]  # fmt: skip
    assert {o.state for o in works.build()} == {"built"}


def test_formats_of_the_command_the_briefing_the_pack_and_the_spec(works: Works) -> None:
    works.pack("  - {spec: profile.yaml, formats: pdf}\n  - {spec: profile.yaml, name: b}\n",
               "formats: [docx]\n")  # fmt: skip
    assert [p.spec.formats for p in works.batch().plans if p.spec] == [("pdf",), ("docx",)]
    given = works.batch(formats=("html",)).plans
    assert [p.spec.formats for p in given if p.spec] == [("html",), ("html",)]
    works.pack("  - profile.yaml\n")
    assert [p.spec.formats for p in works.batch().plans if p.spec] == [("html",)]


def test_the_packs_date_and_theme_take_the_place_of_the_specs(works: Works) -> None:
    works.write("house.yaml", "organisation: The Reading Room\n")
    works.pack("  - profile.yaml\n", "as_at: 2024-06-01\ntheme: house.yaml\n")
    works.build()
    page = works.files()["profile.html"]
    assert b"1 June 2024" in page
    assert b"The Reading Room" in page


def test_one_broken_turn_leaves_the_others(works: Works) -> None:
    works.write("profile.yaml", PROFILE + 'as_at: "{{ each.day }}"\n')
    works.write("days.csv", "id,day\none,2024-06-01\ntwo,soon\nthree,2024-06-03\n")
    each(works, "{rows: days.csv}")
    outcomes = works.build()
    assert [o.state for o in outcomes] == ["failed", "built", "built"]
    assert outcomes[0].faults[0].what == "'soon' is not a date (for line 3 of days.csv)"


def test_what_is_wrong_with_every_turn_is_told_once(works: Works) -> None:
    works.write("profile.yaml", PROFILE + "colour: red\n")
    each(works, "{groups: all}")
    assert [o.faults[0].what for o in works.build()] == ["unknown key 'colour'"]


def test_a_broken_pack_leaves_other_packs(works: Works) -> None:
    works.pack("  - profile.yaml\n")
    works.pack("  - nowhere.yaml\n", name="other")
    assert [o.state for o in works.build("other.yaml", "monthly.yaml")] == ["failed", "built"]
