import {
  Box3,
  Color,
  DirectionalLight,
  HemisphereLight,
  LineBasicMaterial,
  LoadingManager,
  Matrix4,
  Mesh,
  PerspectiveCamera,
  Scene,
  Sphere,
  Vector3,
  WebGLRenderer,
  type BufferGeometry,
  type Material,
  type Object3D,
} from 'three'
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js'
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js'
import { viewingDistance } from './pictures.ts'

/** A part that can be turned. */
export interface Turning {
  reset(): void
  /** Radians around the upright axis, and up. */
  turn(around: number, up: number): void
  /** Above 1 comes nearer. */
  zoom(factor: number): void
  stop(): void
}

const fov = 30
/** From the front, the right and above, as an isometric view has it. */
const corner = new Vector3(1, 0.8, 1.2).normalize()

/**
 * Shows a GLB in a canvas of the box. Drawn only when something moved: nothing turns by itself or rolls on,
 * so who asked for less motion gets none. Null where the browser has no WebGL.
 */
export async function turnModel(
  box: HTMLElement,
  canvas: HTMLCanvasElement,
  content: ArrayBuffer,
): Promise<Turning | null> {
  const context = canvas.getContext('webgl2', { antialias: true, alpha: true })
  if (!context) return null
  const model = await readModel(content)
  const renderer = new WebGLRenderer({ canvas, context, antialias: true, alpha: true })
  renderer.setPixelRatio(Math.min(devicePixelRatio, 2))
  const scene = new Scene()
  const camera = new PerspectiveCamera(fov)
  const lamp = new DirectionalLight(0xffffff, 1.6)
  lamp.position.set(0.4, 0.8, 1)
  camera.add(lamp)
  scene.add(model, camera, new HemisphereLight(0xffffff, 0x8a93a0, 1.9))
  const ball = new Box3().setFromObject(model).getBoundingSphere(new Sphere())
  const points = pointsFrom(model, ball.center)
  const controls = new OrbitControls(camera, canvas)
  // The wheel belongs to the page until somebody has taken the part in hand.
  controls.enableZoom = false
  controls.zoomToCursor = true
  let untouched = true
  const draw = () => renderer.render(scene, camera)
  const reset = () => {
    untouched = true
    const distance = viewingDistance(points, fov, camera.aspect)
    controls.target.copy(ball.center)
    controls.minDistance = ball.radius * 0.2
    controls.maxDistance = distance * 4
    camera.near = ball.radius / 100
    camera.far = (distance + ball.radius) * 6
    camera.position.copy(ball.center).addScaledVector(corner, distance)
    camera.updateProjectionMatrix()
    controls.update()
    draw()
  }
  const fit = () => {
    renderer.setSize(box.clientWidth, box.clientHeight, false)
    camera.aspect = box.clientWidth / Math.max(1, box.clientHeight)
    camera.updateProjectionMatrix()
    if (untouched) reset()
    else draw()
  }
  const touch = () => {
    untouched = false
  }
  const take = () => {
    controls.enableZoom = true
  }
  const leave = () => {
    controls.enableZoom = false
  }
  controls.addEventListener('change', draw)
  controls.addEventListener('start', touch)
  canvas.addEventListener('focus', take)
  canvas.addEventListener('blur', leave)
  const watch = new ResizeObserver(fit)
  fit()
  watch.observe(box)
  return {
    reset,
    turn(around, up) {
      touch()
      controls.rotateLeft(-around)
      controls.rotateUp(-up)
      controls.update()
      draw()
    },
    zoom(factor) {
      touch()
      const away = camera.position.clone().sub(controls.target)
      away.setLength(Math.min(controls.maxDistance, Math.max(controls.minDistance, away.length() / factor)))
      camera.position.copy(controls.target).add(away)
      controls.update()
      draw()
    },
    stop() {
      watch.disconnect()
      canvas.removeEventListener('focus', take)
      canvas.removeEventListener('blur', leave)
      controls.dispose()
      model.traverse(letGo)
      renderer.dispose()
      renderer.forceContextLoss()
    },
  }
}

/** Our own files carry everything in themselves; one that asks for anything else gets nothing. */
async function readModel(content: ArrayBuffer): Promise<Object3D> {
  const manager = new LoadingManager()
  manager.setURLModifier(() => 'data:,')
  const { scene } = await new GLTFLoader(manager).parseAsync(content, '')
  scene.traverse((one) => {
    const { material } = one as Mesh
    if (material instanceof LineBasicMaterial) material.color = new Color(0x1b2430)
    // Pushed back by a hair, so that the edges lie on the faces.
    else if (one instanceof Mesh)
      Object.assign(material, { polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 })
  })
  return scene
}

/** All points of the model as somebody sees them who looks at its middle from the corner. */
function pointsFrom(model: Object3D, middle: Vector3): Float32Array {
  const turned = new Matrix4().lookAt(corner, new Vector3(), new Vector3(0, 1, 0)).invert()
  const seen: number[] = []
  const point = new Vector3()
  model.updateWorldMatrix(true, true)
  model.traverse((one) => {
    if (!(one instanceof Mesh)) return
    const at = (one.geometry as BufferGeometry).getAttribute('position')
    for (let i = 0; i < at.count; i++)
      seen.push(
        ...point
          .fromBufferAttribute(at, i)
          .applyMatrix4(one.matrixWorld)
          .sub(middle)
          .applyMatrix4(turned)
          .toArray(),
      )
  })
  return Float32Array.from(seen)
}

function letGo(one: Object3D): void {
  const { geometry, material } = one as { geometry?: BufferGeometry; material?: Material | Material[] }
  geometry?.dispose()
  for (const each of [material ?? []].flat()) each.dispose()
}
