"""Writes a few objects with pydicom into the folder given: made-up patients, real variety."""
import sys

from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
ROOT = "2.25.4242."


def item(meaning, depth):
    code = Dataset()
    code.CodeValue = "T-%d" % depth
    code.CodingSchemeDesignator = "99TEST"
    code.CodeMeaning = meaning
    if depth > 0:
        inner = Dataset()
        inner.PurposeOfReferenceCodeSequence = Sequence([item(meaning, depth - 1)])
        inner.ReferencedSOPClassUID = SECONDARY_CAPTURE
        inner.ReferencedSOPInstanceUID = ROOT + "99.%d" % depth
        code.add_new(0x00081140, "SQ", Sequence([inner, inner]))
    return code


def picture(number, patient, name, charset, date, syntax, count=1):
    study = ROOT + str(number)
    for instance in range(1, count + 1):
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = SECONDARY_CAPTURE
        meta.MediaStorageSOPInstanceUID = "%s.1.%d" % (study, instance)
        meta.TransferSyntaxUID = syntax
        path = "%s/%s-%d.dcm" % (sys.argv[1], patient, instance)
        it = FileDataset(path, {}, file_meta=meta, preamble=b"\0" * 128)
        it.SpecificCharacterSet = charset
        it.SOPClassUID = SECONDARY_CAPTURE
        it.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
        it.StudyDate = date
        it.StudyTime = "101500"
        it.AccessionNumber = "A%d" % number
        it.ReferringPhysicianName = ""
        it.Modality = "OT"
        it.ConversionType = "WSD"
        it.PatientName = name
        it.PatientID = patient
        it.PatientBirthDate = "19600229"
        it.PatientSex = "O"
        it.StudyInstanceUID = study
        it.SeriesInstanceUID = study + ".1"
        it.StudyID = str(number)
        it.SeriesNumber = 1
        it.InstanceNumber = instance
        it.AnatomicRegionSequence = Sequence([item("stomach", 3)])
        it.SamplesPerPixel = 1
        it.PhotometricInterpretation = "MONOCHROME2"
        it.Rows = 8
        it.Columns = 8
        it.BitsAllocated = 16
        it.BitsStored = 16
        it.HighBit = 15
        it.PixelRepresentation = 0
        it.PixelData = bytes(range(128))
        private = it.private_block(0x0011, "TEST OF HOKAN", create=True)
        private.add_new(0x01, "LO", "kept")
        private.add_new(0x02, "SQ", Sequence([item("private", 1)]))
        private.add_new(0x03, "UN", b"\x01\x02\x03\x04")
        private.add_new(0x04, "FD", [1.5, -2.25])
        it.is_little_endian = syntax != ExplicitVRBigEndian
        it.is_implicit_VR = syntax == ImplicitVRLittleEndian
        it.save_as(path, write_like_original=False)


JAPANESE = "Yamada^Tarou=\u5c71\u7530^\u592a\u90ce=\u3084\u307e\u3060^\u305f\u308d\u3046"
KOREAN = "Hong^Gildong=\u6d2a^\u5409\u6d1e=\ud64d^\uae38\ub3d9"
picture(1, "U1", JAPANESE, "ISO_IR 192", "20260105", ExplicitVRLittleEndian, 2)
picture(2, "J1", JAPANESE, ["", "ISO 2022 IR 87"], "20260210", ExplicitVRLittleEndian)
picture(3, "K1", KOREAN, ["", "ISO 2022 IR 149"], "20260315", ImplicitVRLittleEndian)
picture(4, "L1", "Buc^J\u00e9r\u00f4me", "ISO_IR 100", "20260420", ExplicitVRBigEndian)
picture(5, "D1", "Plain^Jane", "ISO_IR 6", "20260525", DeflatedExplicitVRLittleEndian)
