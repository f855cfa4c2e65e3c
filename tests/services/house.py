"""Things that services' tests work with."""

import io

from services import uploads
from stores.records import DatasetRecord, UserRecord

SALES = """\
region,product,day,price,units
north,apple,2024-01-05,91.5,3
north,pear,2024-01-20,88.5,5
north,apple,2024-02-11,93.0,2
south,apple,2024-02-14,84.0,7
south,pear,2024-03-02,86.25,1
south,plum,2024-03-09,84.0,4
east,plum,2024-03-15,80.5,9
east,apple,2024-04-01,79.75,6
east,pear,2024-04-21,,8
"""


def upload_sales(
    owner: UserRecord, text: str = SALES, name: str = "sales.csv"
) -> DatasetRecord:
    """Upload a small table of sales as a new dataset."""
    dataset, _ = uploads.create_and_upload(owner, io.BytesIO(text.encode()), name)
    return dataset


def upload_again(owner: UserRecord, dataset: DatasetRecord, text: str) -> None:
    """Upload another version of a dataset."""
    uploads.upload(owner, dataset.id, io.BytesIO(text.encode()), "sales.csv")
