"""MARCXML, written field by field."""

from xml.sax.saxutils import escape


def field(tag: str, indicator: str = " ", **subfields: str) -> str:
    inside = "".join(f'<subfield code="{k}">{escape(v)}</subfield>' for k, v in subfields.items())
    return f'<datafield tag="{tag}" ind1="{indicator}" ind2=" ">{inside}</datafield>\n'


def marc(*fields: str, number: str = "4025240") -> str:
    first = f'<controlfield tag="001">{number}</controlfield>' if number else ""
    return f"<record>{first}\n{''.join(fields)}</record>"


def collection(*records: str, namespace: str = ' xmlns="http://www.loc.gov/MARC21/slim"') -> str:
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{start}<collection{namespace}>\n{''.join(records)}\n</collection>\n"


SYMBOL = field("791", a="A/RES/ES-10/21", b="A/", c="10emsp")
VOTES = (
    field("967", a="2", c="ALB", d="A", e="ALBANIA")
    + field("967", a="19", c="BEN", e="BENIN")
    + field("967", a="3", c="", d="Y", e="Namibia")
    + field("967", a="4", c="USA", d="N", e="UNITED STATES")
)
