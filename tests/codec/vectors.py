#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints the vectors of hiding_test.cpp and tunnel_authentication_test.cpp.

They come from the formulas of RFC 2661 (4.3: b1 = MD5(AV + S + RV), bi = MD5(S + c(i-1)), ci = pi xor bi;
4.4.3 and RFC 1994: MD5(ID, secret, challenge)) and from Python's hashlib: nothing of codec/ is used.
"""
import hashlib


def md5(octets: bytes) -> bytes:
    return hashlib.md5(octets).digest()


def hide(attribute: int, secret: bytes, vector: bytes, value: bytes, padding: bytes = b"") -> bytes:
    subformat = len(value).to_bytes(2, "big") + value + padding
    out = b""
    key = md5(attribute.to_bytes(2, "big") + secret + vector)
    for start in range(0, len(subformat), 16):
        block = subformat[start:start + 16]
        cipher = bytes(p ^ k for p, k in zip(block, key))
        out += cipher
        key = md5(secret + cipher)
    return out


def counting(count: int, first: int = 0) -> bytes:
    return bytes((first + i) & 0xff for i in range(count))


VECTOR = counting(16, 0x10)


def main() -> None:
    print("hiding: attribute, secret, vector, value, padding -> hidden")
    rows = [
        (9, b"secret", VECTOR, bytes.fromhex("1e61"), b""),
        (9, b"secret", VECTOR, bytes.fromhex("1e61"), counting(12, 0xc0)),
        (33, b"l2tp-shared-secret", VECTOR, b"open sesame", b""),
        (33, b"s", b"", b"", b""),
        (21, b"secret", counting(5), counting(14), b""),
        (21, b"secret", counting(5), counting(15), b""),
        (21, b"secret", counting(40), counting(46), counting(3, 0xf0)),
        (0xfffe, counting(64), counting(300), counting(40), b""),
    ]
    for attribute, secret, vector, value, padding in rows:
        print(attribute, secret.hex() or "-", vector.hex() or "-", value.hex() or "-", padding.hex() or "-",
              hide(attribute, secret, vector, value, padding).hex())
    print("the longest value, of 1015 octets: the last 16 octets of the hidden one, which hang on all before")
    print(hide(33, b"secret", VECTOR, counting(1015))[-16:].hex())
    print("challenge responses: id, secret, challenge -> response")
    for identifier, secret, challenge in [
        (2, b"secret", bytes.fromhex("a1")),
        (3, b"secret", bytes.fromhex("a1")),
        (2, b"secret", counting(16)),
        (3, b"l2tp-shared-secret", counting(255)),
        (2, b"", counting(16)),
    ]:
        print(identifier, secret.hex() or "-", challenge.hex(), md5(bytes([identifier]) + secret + challenge).hex())


if __name__ == "__main__":
    main()
