// The few drawings of the page; all are decoration, the words stand beside them.
import type { ComponentChildren } from 'preact'

function Icon({ children, class: name = 'icon' }: { children: ComponentChildren; class?: string }) {
  return (
    <svg
      class={name}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  )
}

export function SendIcon() {
  return (
    <Icon>
      <path d="M12 19V5M5.5 11.5 12 5l6.5 6.5" />
    </Icon>
  )
}

export function PenIcon() {
  return (
    <Icon>
      <path d="M4 20h4L19 9a2.8 2.8 0 0 0-4-4L4 16v4ZM13.5 6.5l4 4" />
    </Icon>
  )
}

export function ReplyIcon() {
  return (
    <Icon>
      <path d="M9 14 4 9l5-5M4 9h9a7 7 0 0 1 7 7v3" />
    </Icon>
  )
}

export function PlaneIcon() {
  return (
    <Icon>
      <path d="m21 3-9.5 18-2.3-8.2L1.5 10 21 3ZM9.2 12.8 14 8" />
    </Icon>
  )
}

export function PhoneIcon() {
  return (
    <Icon>
      <rect x="6.5" y="2.5" width="11" height="19" rx="2.8" />
      <path d="M11 18.5h2" />
    </Icon>
  )
}

export function EnvelopeIcon() {
  return (
    <Icon>
      <rect x="2.5" y="5" width="19" height="14" rx="2.5" />
      <path d="m3.5 7 8.5 6 8.5-6" />
    </Icon>
  )
}

export function StatusIcons() {
  return (
    <svg class="status-icons" viewBox="0 0 58 14" fill="currentColor" aria-hidden="true">
      <rect x="0" y="8.5" width="3" height="4" rx="1" />
      <rect x="4.7" y="6.3" width="3" height="6.2" rx="1" />
      <rect x="9.4" y="3.9" width="3" height="8.6" rx="1" />
      <rect x="14.1" y="1.5" width="3" height="11" rx="1" />
      <rect
        x="27.7"
        y="1.7"
        width="24.6"
        height="11"
        rx="3.2"
        fill="none"
        stroke="currentColor"
        opacity=".45"
      />
      <rect x="29.3" y="3.3" width="17" height="7.8" rx="1.9" />
      <path d="M53.6 5.4v3.6c.9-.3 1.4-1 1.4-1.8s-.5-1.5-1.4-1.8Z" opacity=".5" />
    </svg>
  )
}
