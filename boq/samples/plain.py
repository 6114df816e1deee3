"""A boundary wall as the plainest of files: comma-separated text whose total is one item short."""

from __future__ import annotations

ROWS = (
    "Item,Description,Unit,Quantity,Rate,Amount",
    "1,Excavate trench for strip footing not exceeding 1 m deep,m3,86,4.20,361.20",
    "2,Blinding concrete C15 50 mm thick,m2,96,6.50,624.00",
    "3,Reinforced concrete C30 in strip footing,m3,38.4,142.00,5452.80",
    "4,Reinforcement bars B500B,kg,2880,1.15,3312.00",
    "5,Solid concrete blockwork 200 mm thick in boundary wall,m2,288,24.50,7056.00",
    "6,Cement and sand render 15 mm thick to both faces,m2,576,5.40,3110.40",
    "7,Precast concrete coping 300 mm wide,m,120,13.80,1656.00",
    "8,Steel sliding gate 6.00 x 2.20 m painted,no,1,4250.00,4250.00",
    ",Total,,,,21572.40",
)


def wall() -> bytes:
    """A csv of eight items. The total leaves the gate out."""
    return ("\r\n".join(ROWS) + "\r\n").encode()
