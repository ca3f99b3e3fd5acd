import { useEffect, useRef, useState } from 'react'
import { useWords } from '../state/i18n.ts'

/** Of the browsers that have it; TypeScript doesn't know it yet. */
type Detector = { detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]> }
type Detectors = { new (options: { formats: readonly string[] }): Detector }

const LOOK_EVERY_MS = 200

function detectors(): Detectors | undefined {
  return (globalThis as { BarcodeDetector?: Detectors }).BarcodeDetector
}

/** Reads a link from a QR code by the camera. Where the browser can't, there is nothing to see: a link can be pasted. */
export function ScanCode({ onText }: { readonly onText: (text: string) => void }) {
  const { t } = useWords()
  const [state, setState] = useState<'idle' | 'looking' | 'refused'>('idle')
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const Found = detectors()
    if (state !== 'looking' || !Found || !video.current) return undefined
    const stop = new AbortController()
    const seen = (text: string): void => {
      setState('idle')
      onText(text)
    }
    look(video.current, new Found({ formats: ['qr_code'] }), stop.signal).then(
      (text) => text !== null && seen(text),
      () => !stop.signal.aborted && setState('refused'),
    )
    return () => stop.abort()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is done with the text is no reason to open the camera anew
  }, [state])
  if (!detectors() || !('mediaDevices' in navigator)) return null
  return (
    <div className="stack">
      <button
        type="button"
        className="button"
        onClick={() => setState(state === 'looking' ? 'idle' : 'looking')}
      >
        {t(state === 'looking' ? 'common.cancel' : 'join.scan')}
      </button>
      {state === 'looking' && (
        <video ref={video} className="camera" muted playsInline aria-label={t('join.camera')} />
      )}
      {state === 'refused' && (
        <p className="notice notice-care" role="alert">
          {t('join.noCamera')}
        </p>
      )}
    </div>
  )
}

/** Looks until a link of ours is seen. Null: nobody wants it any more. The camera is let go of in any case. */
async function look(
  video: HTMLVideoElement,
  detector: Detector,
  signal: AbortSignal,
): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  try {
    if (signal.aborted) return null
    video.srcObject = stream
    await video.play()
    while (!signal.aborted) {
      const codes = await detector.detect(video)
      const link = codes.find(({ rawValue }) => /^allmende:/i.test(rawValue))
      if (link) return link.rawValue
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
