"""Projections of the globe onto a plane: x to the east, y to the south, in radii of the earth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    Projection = Callable[[float, float], tuple[float, float]]

_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_HALF_ROOT_3: Final = math.sqrt(3) / 2


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project the world so that areas stay true (Šavrič, Patterson and Jenny, 2018)."""
    theta = math.asin(_HALF_ROOT_3 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(longitude) * math.cos(theta) / (_HALF_ROOT_3 * slope)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, -y


def azimuthal(center_longitude: float, center_latitude: float) -> Projection:
    """Return Lambert's azimuthal equal-area projection around a point.

    The point opposite to it has no place; nothing on a map of a country comes near it.
    """
    sin0, cos0 = _sine_and_cosine(center_latitude)

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        sin, cos = _sine_and_cosine(latitude)
        turn = math.radians(longitude - center_longitude)
        toward = cos * math.cos(turn)
        k = math.sqrt(2 / max(1e-9, 1 + sin0 * sin + cos0 * toward))
        return k * cos * math.sin(turn), -k * (cos0 * sin - sin0 * toward)

    return project


def conic(first: float, second: float, longitude: float, latitude: float) -> Projection:
    """Return Albers' equal-area conic projection with two true parallels, around a point."""
    sin1, cos1 = _sine_and_cosine(first)
    n = (sin1 + math.sin(math.radians(second))) / 2
    c = cos1 * cos1 + 2 * n * sin1
    rho0 = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n

    def project(east: float, north: float) -> tuple[float, float]:
        rho = math.sqrt(c - 2 * n * math.sin(math.radians(north))) / n
        theta = n * math.radians(east - longitude)
        return rho * math.sin(theta), -(rho0 - rho * math.cos(theta))

    return project


def _sine_and_cosine(degrees: float) -> tuple[float, float]:
    radians = math.radians(degrees)
    return math.sin(radians), math.cos(radians)
