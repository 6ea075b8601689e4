"""Zips as Python's own zipfile reads and writes them. Arguments: list|test|last|many|wide ZIP [NAME ...]"""
import io
import struct
import sys
import zipfile

what, path, names = sys.argv[1], sys.argv[2], sys.argv[3:]
ZEROS = bytes(1 << 20)


class Sparse(io.FileIO):
    """A file in which blocks of zeros become holes."""

    def write(self, some):
        if len(some) == len(ZEROS):
            self.seek(len(ZEROS), io.SEEK_CUR)
            return len(some)
        return super().write(some)


if what == "list":
    with zipfile.ZipFile(path) as zip:
        for entry in sorted(zip.infolist(), key=lambda e: e.filename):
            print(entry.filename, entry.file_size, entry.CRC)
elif what == "test":
    with zipfile.ZipFile(path) as zip:
        print(zip.testzip())
elif what == "last":
    with zipfile.ZipFile(path) as zip:
        for name in names:
            with zip.open(name) as entry:
                while some := entry.read(1 << 22):
                    last = some
            print(struct.unpack("<f", last[-4:])[0])
elif what == "many":
    with zipfile.ZipFile(path, "w") as zip:
        for i in range(70_000):
            zip.writestr("m/e%d" % i, str(i))
elif what == "wide":
    with zipfile.ZipFile(Sparse(path, "w"), "w") as zip:
        with zip.open("m/large", "w", force_zip64=True) as entry:
            for _ in range((1 << 32) // len(ZEROS)):
                entry.write(ZEROS)
            entry.write(b"large")
        zip.writestr("m/behind", "behind")
