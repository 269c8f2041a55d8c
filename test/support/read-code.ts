// Reads a QR code, with another library than the one that draws ours.
import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library'

/** The picture holds the code alone: searched for as in a photograph, one code in fifty is not found. */
const hints = new Map([[DecodeHintType.PURE_BARCODE, true]])

/** `grey`: a byte for each pixel, line by line. */
export function readCode(grey: Uint8ClampedArray, width: number, height: number): string {
  const source = new RGBLuminanceSource(grey, width, height)
  return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText()
}
