"""Short permanent addresses of pages: `/s/<code>`, which hold the page's address and need no store.

A code is the figure 1, for this way of writing, and then in the URL-safe alphabet of Base64 (RFC
4648, without padding): one octet that checks the rest, and the page's address, from the language
on, as raw DEFLATE (RFC 1951) with the dictionary below. What a code means depends on nothing else,
so it survives every rebuild of the tables; the dictionary of a way of writing must never change,
and another one gets the next figure.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Final

from foja.site.language import CODES

WAY: Final = "1"
LONGEST_ADDRESS: Final = 2_000
"""Characters of a page's address; longer ones are refused by the site and have no code."""
LONGEST_CODE: Final = 2_800

_DICTIONARY: Final = (
    # What is said most often stands last, where DEFLATE reaches it with the fewest bits.
    "/cooperation/MEX?prices=/compare?countries=/record/2020-2021/document//types?/units?q=/places?q="
    "/authorities/definitions/search?q=/claims/check?figure=&operator=&measure=students&claim="
    "/unit/MEX.batallon-infanteria-/unit/MEX.zona-militar-/unit/MEX.zona-naval-/unit/MEX.region-naval-"
    "/unit/MEX.escuadron-aereo-/unit/COL.?before=&without=/claims/C0/C1/training/20-2021.wh.f0/place/US.fort-/authority/SEC/type/"
    "/country/ARG/country/BRA/country/CHL/country/PER/country/ECU/country/BOL/country/HND/country/SLV"
    "/country/GTM/country/DOM/country/JOR/country/EGY/country/UKR/country/PAK/country/AFG/country/IRQ"
    "/country/PHL/country/THA/country/KEN/country/NGA/country/TUR/country/POL/country/COL/country/WLD"
    "tactical.urban_operations&flight.pilot&technical.maintenance&intelligence.cyber&law&military_ed"
    "&unit=MEX.&place=US.&flag=cost_outlier&stage=planned&basis=calendar&basis=start&delivery=online"
    "&delivery=in_country&delivery=united_states&words=%22&words=&area=united_states&area=mexico"
    "&program=CTFP&program=INL&program=SEC333&program=SEC1004&program=FMF&program=IMET"
    "&force=MEX.SEDENA.ARMY&force=MEX.SEDENA.AIRFORCE&force=MEX.SEMAR.MARINES&force=MEX.SEMAR"
    "&type=human_rights.human_rights&type=tactical&by=delivery&by=authority&by=recipient"
    "&parts=share&dollars=constant&measure=trainings&measure=students&sort=-cost&size=500&page=2"
    "1999&to=1999 2000&to=2000 2001&to=2001 2002&to=2002 2003&to=2003 2004&to=2004 2005&to=2005"
    "2006&to=2006 2007&to=2007 2008&to=2008 2009&to=2009 2010&to=2010 2011&to=2011 2012&to=2012"
    "2013&to=2013 2014&to=2014 2015&to=2015 2016&to=2016 2017&to=2017 2018&to=2018 2019&to=2019"
    "2020&to=2020/es/takeaways/COL/20/en/takeaways/COL/20/es/takeaways/MEX/20/en/takeaways/MEX/20"
    "/takeaways/students/types/scatter/durations/rows/where/who/time/ring/spending?by=?type=?program="
    "?force=?words=?to=?from=20/es/country//en/country//es/country/MEX/en/country/MEX?from=20"
)
_ADDRESS: Final = re.compile(rf"/(?:{'|'.join(CODES)})/[!-~]*")
_CODE: Final = re.compile(r"1[0-9A-Za-z_-]{3,}")


def code_of(address: str) -> str | None:
    """Return the code of a page's address, such as `/en/country/MEX?from=2012`.

    The address is as it stands in a link, percent-encoded, without host and fragment. None for one
    that no page of the site has, or that is too long to be shortened.
    """
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST_ADDRESS:
        return None
    plain = address.encode("ascii")
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _dictionary())
    packed = packer.compress(plain) + packer.flush()
    checked = bytes([_check(plain)]) + packed
    return WAY + _text(checked)


def address_of(code: str) -> str | None:
    """Return the address that a code means, None for what is no code.

    It always begins with a language of the site: a code never leads to another host.
    """
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        return None
    body = code[1:]
    try:
        checked = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj(-15, _dictionary())
        plain = unpacker.decompress(checked[1:], LONGEST_ADDRESS)
    except (binascii.Error, zlib.error):
        return None
    # The last character holds bits that mean nothing: of the codes that differ in them one is ours.
    if _text(checked) != body:
        return None
    whole = unpacker.eof and not unpacker.unused_data and not unpacker.unconsumed_tail
    if not whole or checked[0] != _check(plain):
        return None
    address = plain.decode("ascii", "replace")
    return address if _ADDRESS.fullmatch(address) else None


def short_address(address: str) -> str | None:
    """Return the short address of a page on its host, `/s/<code>`; None where it has none."""
    code = code_of(address)
    return None if code is None else f"/s/{code}"


def _text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")


def _dictionary() -> bytes:
    return _DICTIONARY.encode("ascii")


def _check(plain: bytes) -> int:
    return zlib.crc32(plain) & 0xFF
