/**
 * The part of three.js that the viewer calls, and nothing else. (@types/three has all of it, and brings a physics engine and
 * more along.)
 */
declare module 'three' {
  export class Vector3 {
    x: number
    y: number
    z: number
    constructor(x?: number, y?: number, z?: number)
    set(x: number, y: number, z: number): this
    add(other: Vector3): this
    multiplyScalar(by: number): this
  }
  export class Color {
    constructor(style: string | number)
  }
  export class Object3D {
    readonly position: Vector3
    readonly up: Vector3
    add(...objects: Object3D[]): this
    lookAt(x: number, y: number, z: number): void
    translateX(distance: number): this
    translateY(distance: number): this
  }
  export class Scene extends Object3D {}
  export class Mesh extends Object3D {
    constructor(geometry: BufferGeometry, material: MeshLambertMaterial)
  }
  export class DirectionalLight extends Object3D {
    constructor(color: number, intensity: number)
  }
  export class HemisphereLight extends Object3D {
    constructor(sky: number, ground: number, intensity: number)
  }
  export class PerspectiveCamera extends Object3D {
    aspect: number
    constructor(angle: number, aspect: number, near: number, far: number)
    updateProjectionMatrix(): void
  }
  export class BufferAttribute {
    constructor(array: Float32Array, size: number)
  }
  export class BufferGeometry {
    setAttribute(name: string, attribute: BufferAttribute): this
    translate(x: number, y: number, z: number): this
    dispose(): void
  }
  export const DoubleSide: 2
  export class MeshLambertMaterial {
    color: Color
    constructor(options: { flatShading?: boolean; side?: typeof DoubleSide })
    dispose(): void
  }
  export class WebGLRenderer {
    constructor(options: { canvas: HTMLCanvasElement; antialias?: boolean; alpha?: boolean })
    setPixelRatio(ratio: number): void
    setSize(width: number, height: number, style: boolean): void
    render(scene: Scene, camera: PerspectiveCamera): void
    dispose(): void
  }
}
