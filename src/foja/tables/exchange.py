"""Two folders that change places in one step, so that at no moment is there none.

Linux and macOS can do that, each by a call of its own that Python does not offer.
"""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

HERE: Final = -2 if sys.platform == "darwin" else -100  # AT_FDCWD
EXCHANGE: Final = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS
CALLS: Final = {"linux": "renameat2", "darwin": "renameatx_np"}
NOT_POSSIBLE: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM})


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places; False where this system or its disk cannot do that.

    Raises OSError where it could and failed; then both are where they were.
    """
    name = CALLS.get(sys.platform)
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    call.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
    if call(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in NOT_POSSIBLE:
        return False
    raise OSError(number, os.strerror(number), str(other))
