import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  HemisphereLight,
  Mesh,
  MeshLambertMaterial,
  PerspectiveCamera,
  Scene,
  Vector3,
  WebGLRenderer,
} from 'three'
import { followHands } from './hands.ts'
import { type Model, ModelError, sizeOf } from './model.ts'
import { AT_FIRST, byKey, cameraAt, type Orbit, zoomed } from './orbit.ts'

export type Viewer = {
  readonly reset: () => void
  readonly zoom: (by: number) => void
  readonly close: () => void
}

const VIEW_ANGLE = 40
/** Finer than this nobody sees, and each point costs. */
const MOST_RATIO = 2

/**
 * Draws a model on a canvas, in the colour of its text, and lets it be turned by mouse, touch and keys. It draws only when
 * something changed. Throws `ModelError` where the browser can't draw in 3D.
 */
export function showModel(canvas: HTMLCanvasElement, model: Model): Viewer {
  const renderer = rendererOn(canvas)
  const { scene, camera, radius, material, geometry } = stage(model)
  const ending = new AbortController()
  const { signal } = ending
  let orbit: Orbit = AT_FIRST
  let frame = 0
  const draw = (): void => {
    frame = 0
    look(camera, orbit, radius)
    renderer.render(scene, camera)
  }
  const soon = (): void => void (frame ||= requestAnimationFrame(draw))
  const set = (next: Orbit): void => {
    orbit = next
    soon()
  }
  const resize = (): void => {
    const { clientWidth, clientHeight } = canvas
    renderer.setPixelRatio(Math.min(devicePixelRatio, MOST_RATIO))
    renderer.setSize(clientWidth, clientHeight, false)
    camera.aspect = clientWidth / Math.max(1, clientHeight)
    soon()
  }
  const recolour = (): void => {
    material.color = new Color(getComputedStyle(canvas).color)
    soon()
  }
  const sizes = new ResizeObserver(resize)
  sizes.observe(canvas)
  followTheme(recolour, signal)
  followHands(canvas, { get: () => orbit, set }, signal)
  canvas.addEventListener('keydown', (event) => pressed(event, orbit, set), { signal })
  recolour()
  return {
    reset: () => set(AT_FIRST),
    zoom: (by) => set(zoomed(orbit, by)),
    close() {
      ending.abort()
      sizes.disconnect()
      cancelAnimationFrame(frame)
      geometry.dispose()
      material.dispose()
      renderer.dispose()
    },
  }
}

function rendererOn(canvas: HTMLCanvasElement): WebGLRenderer {
  // Asked before, since the library says at length on the console that there is none.
  if (!canvas.getContext('webgl2', { antialias: true })) throw new ModelError('noDrawing')
  try {
    return new WebGLRenderer({ canvas, antialias: true, alpha: true })
  } catch (error) {
    throw new ModelError('noDrawing', error instanceof Error ? error.message : '')
  }
}

function stage(model: Model) {
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(model.corners, 3))
  const middle = new Vector3(...model.from).add(new Vector3(...model.to)).multiplyScalar(0.5)
  const radius = Math.max(Math.hypot(...sizeOf(model)) / 2, Number.MIN_VALUE)
  // Moved into the middle: far from it the graphics card would have too few digits.
  geometry.translate(-middle.x, -middle.y, -middle.z)
  // Each triangle has one shade: no normals have to be believed, and edges are seen.
  const material = new MeshLambertMaterial({ flatShading: true, side: DoubleSide })
  const scene = new Scene()
  const camera = new PerspectiveCamera(VIEW_ANGLE, 1, radius / 100, radius * 100)
  camera.up.set(0, 0, 1)
  const lamp = new DirectionalLight(0xffffff, 2)
  // The lamp goes along, over the left shoulder.
  lamp.position.set(-radius, radius, radius)
  camera.add(lamp)
  scene.add(camera, new HemisphereLight(0xffffff, 0x555555, 1.6), new Mesh(geometry, material))
  return { scene, camera, radius, material, geometry }
}

function look(camera: PerspectiveCamera, orbit: Orbit, radius: number): void {
  const [x, y, z] = cameraAt(orbit)
  // A narrow window is looked into from farther away, so that the width fits as well.
  const far = radius * Math.max(1, 1 / camera.aspect)
  camera.position.set(x * far, y * far, z * far)
  camera.lookAt(0, 0, 0)
  camera.translateX(orbit.aside[0] * radius)
  camera.translateY(orbit.aside[1] * radius)
  camera.updateProjectionMatrix()
}

function pressed(event: KeyboardEvent, orbit: Orbit, set: (orbit: Orbit) => void): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  const next = byKey(orbit, event)
  if (!next) return
  event.preventDefault()
  set(next)
}

function followTheme(changed: () => void, signal: AbortSignal): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed, { signal })
  const chosen = new MutationObserver(changed)
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  signal.addEventListener('abort', () => chosen.disconnect())
}
