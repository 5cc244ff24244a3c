#!/usr/bin/env python3
"""Times others' programs on the still that bench/jmh's FrameCoding leaves in bench/jmh/target/frames.

A program's own start, and reading and writing files of no size, is measured with a picture of 64 x 64
pixels and taken away; all files are in memory (/dev/shm). Medians of so many runs as are asked for.
Needs numpy and PIL, and Debian's libjpeg-turbo-progs, libopenjp2-tools and dcmtk.
"""
import argparse
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

FRAMES = pathlib.Path(__file__).parent / "jmh" / "target" / "frames"
STILL = (1280, 1024)


def prepare(folder, size, samples):
    """One picture in all the forms that the programs read, as files of the folder."""
    from PIL import Image

    picture = Image.frombytes("RGB", size, samples)
    picture.save(folder / "a.ppm")
    picture.save(folder / "a.bmp")
    run("cjpeg", "-quality", "90", "-sample", "2x1", "-outfile", folder / "a.jpg", folder / "a.ppm")
    run("opj_compress", "-i", folder / "a.ppm", "-o", folder / "a.j2k")
    run("img2dcm", "-i", "BMP", folder / "a.bmp", folder / "a.dcm")
    run("dcmcjpls", folder / "a.dcm", folder / "a-ls.dcm")
    run("dcmcjpeg", "+e1", folder / "a.dcm", folder / "a-lossless.dcm")


def commands(folder):
    return {
        "JPEG decode, djpeg": ("djpeg", "-dct", "int", "-ppm", "-outfile", folder / "o.ppm", folder / "a.jpg"),
        "JPEG encode, cjpeg": ("cjpeg", "-quality", "90", "-sample", "2x1", "-outfile", folder / "o.jpg", folder / "a.ppm"),
        "JPEG 2000 decode, opj_decompress": ("opj_decompress", "-threads", "1", "-i", folder / "a.j2k", "-o", folder / "o.ppm"),
        "JPEG 2000 encode, opj_compress": ("opj_compress", "-threads", "1", "-i", folder / "a.ppm", "-o", folder / "o.j2k"),
        "JPEG-LS decode, dcmdjpls": ("dcmdjpls", folder / "a-ls.dcm", folder / "o.dcm"),
        "JPEG-LS encode, dcmcjpls": ("dcmcjpls", folder / "a.dcm", folder / "o.dcm"),
        "JPEG lossless decode, dcmdjpeg": ("dcmdjpeg", folder / "a-lossless.dcm", folder / "o.dcm"),
        "JPEG lossless encode, dcmcjpeg": ("dcmcjpeg", "+e1", folder / "a.dcm", folder / "o.dcm"),
    }


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def milliseconds(command):
    start = time.perf_counter()
    run(*command)
    return (time.perf_counter() - start) * 1000


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=15)
    runs = arguments.parse_args().runs
    root = pathlib.Path(tempfile.mkdtemp(dir="/dev/shm"))
    try:
        large, small = root / "large", root / "small"
        for folder in (large, small):
            folder.mkdir()
        prepare(large, STILL, (FRAMES / "rgb").read_bytes())
        prepare(small, (64, 64), bytes(64 * 64 * 3))
        for name, command in commands(large).items():
            start = commands(small)[name]
            pairs = [(milliseconds(command), milliseconds(start)) for _ in range(runs)]
            whole, empty = (statistics.median(column) for column in zip(*pairs))
            print(f"{name:36} {whole - empty:7.1f} ms (and {empty:.1f} ms to start)")
    finally:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
