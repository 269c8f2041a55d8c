// PDUs with what they say, for the tests of the codec and of whatever speaks to modems.
// Where from: the test suites of ofono, ModemManager, gammu, warthog618/sms, python-gsmmodem,
// python-messaging and node-pdu, each named beside its PDUs; the rest is ours, by the standard.

export interface KnownPdu {
  hex: string
  /** Without the service centre's address in front. */
  bare?: boolean
  /** What `pdu decode` prints, as far as it is looked at. */
  says: Record<string, unknown>
  /** Nothing but these octets says this, so encoding gives them back. */
  exact?: boolean
}

export const knownPdus: Record<string, KnownPdu> = {
  'a text in GSM 7-bit (ofono)': {
    hex: '07911326040000F0040B911346610089F60000208062917314480CC8F71D14969741F977FD07',
    says: {
      type: 'deliver',
      smsc: '+31624000000',
      address: '+31641600986',
      text: 'How are you?',
      encoding: 'gsm7',
      timestamp: '2002-08-26T19:37:41-01:00',
    },
    exact: true,
  },
  'a sender with a name (ofono)': {
    hex: '0791447758100650040DD0F334FC1CA6970100008080312170224008D4F29CDE0EA7D9',
    says: { address: 'sipgate', text: 'Testmail', timestamp: '2008-08-13T12:07:22+01:00' },
    exact: true,
  },
  'message waiting without a text (ofono)': {
    hex: '07913366002020F8040B913366600600F100C83180706174148000',
    says: { type: 'deliver', text: '', encoding: 'gsm7', class: undefined },
    exact: true,
  },
  'text formatting in the header (ofono)': {
    hex:
      '0041000B915121551532F40000631A0A031906200A032104100A032705040A032E05080A043807002B' +
      '8ACD29A85D9ECFC3E7F21C340EBB41E3B79B1E4EBB41697A989D1EB340E2379BCC02B1C3F27399059AB7C36C3628' +
      'EC2683C66FF65B5E2683E8653C1D',
    says: {
      type: 'submit',
      text: 'EMS messages can contain italic, bold, large, small and colored text',
      headerHex: '1A0A031906200A032104100A032705040A032E05080A043807002B',
      concat: undefined,
    },
    exact: true,
  },
  'the extension table (ModemManager)': {
    hex:
      '07912104442961F4040B916171957291F80000112082110505' +
      '0A6AC8B2BC7C9A83C220F6DB7D2ECB41EDF27C1E3E97411BDE06754FD3D1A0F9BB5D0695F1F4B29B5C2683C6E8' +
      'B03C3CA697E5F34D6AE303D1D1F2F7DD0D4ABB59A0797D8C0685E7A00028EC26832A960B28EC2683BE6050780EBA' +
      '97D96C17',
    says: {
      text:
        "Here's a longer message [{with some extended characters}] " +
        'thrown in, such as £ and ΩΠΨ and §¿ as well.',
      timestamp: '2011-02-28T11:50:50-05:00',
    },
    exact: true,
  },
  'a name of eleven letters and UCS-2 (ModemManager)': {
    hex: '07919730071111F10414D04937BD2C7797E9D3E614000811309291024061080442043504410442',
    says: { address: 'InternetSMS', text: 'тест', encoding: 'ucs2' },
    exact: true,
  },
  '8-bit data (ModemManager)': {
    hex: '07912143658709F1040B918100551512F200F4111010214365000AE8329BFD4697D9EC37DE',
    says: {
      encoding: '8bit',
      class: 0,
      text: undefined,
      userDataHex: 'E8329BFD4697D9EC37DE',
      timestamp: '2011-01-01T12:34:56+00:00',
    },
    exact: true,
  },
  'a status report (ModemManager)': {
    hex: '07914356060013F1065A098136397339F7219011700463802190117004638030',
    says: {
      type: 'status-report',
      address: '639337937',
      messageReference: 0x5a,
      status: 0x30,
      timestamp: '2012-09-11T07:40:36+02:00',
      dischargeTime: '2012-09-11T07:40:36+02:00',
      text: undefined,
    },
    exact: true,
  },
  'a first part with a 16-bit reference (node-pdu)': {
    hex: '07919730071111F1400B919746121611F10000811170021222230E06080412340201C8329BFD6601',
    says: {
      text: 'Hello,',
      concat: { ref: 0x1234, refBits: 16, total: 2, seq: 1 },
      timestamp: '2018-11-07T20:21:22+08:00',
    },
    exact: true,
  },
  'a last part with an 8-bit reference (node-pdu)': {
    hex: '07919730071111F1400B919746121611F10000100161916233230E0500032E020240ED303D4C0F03',
    says: { text: ' matata', concat: { ref: 0x2e, refBits: 8, total: 2, seq: 2 } },
    exact: true,
  },
  'a flash message (node-pdu)': {
    hex: '07919730071111F1000B919746121611F10010811170021222231054747A0E4ACF416190991D9EA343',
    says: { text: 'This is a flash!', class: 0 },
    exact: true,
  },
  'a SUBMIT without validity (python-messaging)': {
    hex: '0001000B914316565811F9000004E8373B0C',
    says: { type: 'submit', address: '+34616585119', text: 'hola', validity: undefined },
    exact: true,
  },
  'a SUBMIT that asks for a report (python-messaging)': {
    hex: '0021000B914356143254F6000006E8721E947F03',
    says: { text: 'hey yo', statusReportRequested: true },
    exact: true,
  },
  'an absolute validity (python-gsmmodem)': {
    hex: '0019000B917228001011F100003170013193008017D474BB3CA787DB70903DCC4E93D3F43C885E9ED301',
    says: {
      text: 'Timestamp validity test',
      validity: { absolute: '2013-07-10T13:39:00+02:00' },
    },
    exact: true,
  },
  'a relative validity (python-gsmmodem)': {
    hex: '07911326040000F0310D0B911326880736F40000A90FF7FBDD454E87CDE1B0DB357EB701',
    says: {
      text: 'www.diafaan.com',
      messageReference: 13,
      validity: { tp: 0xa9, minutes: 4320 },
      statusReportRequested: true,
    },
    exact: true,
  },
  'an enhanced validity': {
    hex: '0009000B917228001011F100000302150000000004D4F29C0E',
    says: { text: 'Test', validity: { enhancedHex: '03021500000000' } },
    exact: true,
  },
  'a TPDU alone (warthog618/sms)': {
    hex: '010005912143F500000BC8329BFD06DDDF723619',
    bare: true,
    says: { type: 'submit', address: '+12345', text: 'Hello world', smsc: undefined },
    exact: true,
  },
  'a status report with all optional fields (warthog618/sms)': {
    hex: '0642049136195150713220052351408132200542AB07890406726570 6F7274',
    bare: true,
    says: {
      type: 'status-report',
      address: '+6391',
      messageReference: 0x42,
      status: 0xab,
      encoding: '8bit',
      userDataHex: '7265706F7274',
      timestamp: '2015-05-17T23:02:50+08:00',
      dischargeTime: '2015-04-18T23:02:50+06:00',
    },
    exact: true,
  },
  'a text in the Turkish locking shift table': {
    hex: '0041000B917228001011F100000C0325010100760E6B102106',
    says: { text: 'İşık €1', headerHex: '03250101', encoding: 'gsm7' },
    exact: true,
  },
  'a length that no SMS can have (python-gsmmodem)': {
    hex: '0041010C910661345542F60008A0050003000301306F3044',
    says: { text: 'はい', concat: { ref: 0, refBits: 8, total: 3, seq: 1 } },
  },
  'a status report filled up by a SIM card (gammu)': {
    hex: '0791248000214365060A0B911467214365F7706050316503007060503165130000FFFFFFFFFFFF',
    says: { type: 'status-report', messageReference: 10, status: 0, text: undefined },
  },
  'a reference that got an octet too many (python-gsmmodem)': {
    hex: '0297F1061C0F910B487228297020F5317062419272803170624192138000',
    says: { address: '+#08427829207025', messageReference: 28, smsc: '+1' },
  },
  'an empty header (gammu)': {
    hex: '0041000B917228001011F1000003008066',
    says: { headerHex: '00' },
  },
  'a time that is none': {
    hex: '00040B911346610089F60000FFFFFFFFFFFFFF04D4F29C0E',
    says: { text: 'Test', timestamp: undefined },
  },
  'octets behind the end': {
    hex: '0001000B914316565811F9000004E8373B0CFFFFFF',
    says: { text: 'hola' },
  },
  'half a character of UCS-2 at the end': {
    hex: '0001000B914316565811F9000803042100',
    says: { text: 'С', userDataHex: '042100' },
  },
  'half a surrogate pair': {
    hex: '0001000B914316565811F9000802D83D',
    says: { text: '\ud83d' },
  },
  'a compressed text': {
    hex: '0001000B914316565811F9002004E8373B0C',
    says: { text: undefined, userDataHex: 'E8373B0C', encoding: 'gsm7' },
  },
}

/** PDUs that are cut or make no sense, and where. */
export const brokenPdus: Record<string, { hex: string; bare?: boolean; path: string }> = {
  nothing: { hex: '', path: 'pdu.smsc' },
  'a service centre that is cut (warthog618/sms)': { hex: '07911614220991', path: 'pdu.smsc' },
  'a reserved type': { hex: '0003', path: 'pdu.mti' },
  'a name that is cut': { hex: '040D0DD0F334', bare: true, path: 'deliver.oa' },
  'a text that is cut (warthog618/sms)': {
    hex: '010005912143F500000BC8329BFD06DDDF7236',
    bare: true,
    path: 'submit.ud',
  },
  'a text one octet short (ModemManager)': {
    hex: '07912143658709F1040B918100551512F20000111010214365000BE8329BFD4697D9EC37',
    path: 'deliver.ud',
  },
  'a header beyond the user data': {
    hex: '0041000B914316565811F9000004E8373B0C',
    path: 'submit.udh',
  },
}
