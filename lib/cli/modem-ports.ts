/** The ways to say where a modem is. */
export const ports = '/dev/ttyUSB0, usb:12d1:1506, tcp://host:port or rfc2217://host:port'
