/** Public statements that the table of what fits rests on: who says it, and where. */
export const SOURCES = {
  gnuList: 'Free Software Foundation, licence list, https://www.gnu.org/licenses/license-list.html',
  gnuMatrix:
    'Free Software Foundation, FAQ of the GNU licences, https://www.gnu.org/licenses/gpl-faq.html#AllCompatibility',
  aggregate:
    'Free Software Foundation, FAQ of the GNU licences, https://www.gnu.org/licenses/gpl-faq.html#MereAggregation',
  gpl3: 'GPL 3.0, sections 5 and 13, https://www.gnu.org/licenses/gpl-3.0.html',
  lgpl21: 'LGPL 2.1, section 3, https://www.gnu.org/licenses/old-licenses/lgpl-2.1.html',
  lgpl3: 'LGPL 3.0, which is GPL 3.0 with permissions added, https://www.gnu.org/licenses/lgpl-3.0.html',
  apache:
    'Apache Software Foundation, Apache License 2.0 and the GPL, https://www.apache.org/licenses/GPL-compatibility.html',
  apacheText: 'Apache License 2.0, section 4, https://www.apache.org/licenses/LICENSE-2.0',
  mpl: 'MPL 2.0, sections 1.12 and 3.3, https://www.mozilla.org/en-US/MPL/2.0/',
  epl: 'EPL 1.0, section 7, https://www.eclipse.org/legal/epl-v10.html',
  eupl12: 'EUPL 1.2, appendix, https://eupl.eu/1.2/en/',
  eupl11: 'EUPL 1.1, appendix, https://eupl.eu/1.1/en/',
  ccCompatible: 'Creative Commons, compatible licences, https://creativecommons.org/compatiblelicenses',
  ccShareAlike:
    'Creative Commons, ShareAlike compatibility, https://wiki.creativecommons.org/wiki/ShareAlike_compatibility',
  ccFaq:
    'Creative Commons, FAQ, https://creativecommons.org/faq/#if-i-derive-or-adapt-material-offered-under-a-creative-commons-license-which-cc-licenses-can-i-use',
  ccCollection:
    'Creative Commons, FAQ, https://creativecommons.org/faq/#can-i-combine-material-under-different-creative-commons-licenses-in-my-work',
  cc0: 'CC0 1.0, section 2, https://creativecommons.org/publicdomain/zero/1.0/legalcode',
  cernW: 'CERN-OHL-W 2.0, section 8.3, https://ohwr.org/cern_ohl_w_v2.txt',
  cernS: 'CERN-OHL-S 2.0, section 3.3, https://ohwr.org/cern_ohl_s_v2.txt',
  cernP: 'CERN-OHL-P 2.0, section 3.4, https://ohwr.org/cern_ohl_p_v2.txt',
  cernParts: 'CERN-OHL-S 2.0, section 1.7 (Available Component), https://ohwr.org/cern_ohl_s_v2.txt',
  gfdl: 'GFDL 1.3, sections 4 and 10, https://www.gnu.org/licenses/fdl-1.3.html',
  gfdlGpl: 'Free Software Foundation, licence list, https://www.gnu.org/licenses/license-list.html#FDL',
  odbl: 'ODbL 1.0, section 4.4, https://opendatacommons.org/licenses/odbl/1-0/',
  collective: 'ODbL 1.0, section 4.5 (Collective Databases), https://opendatacommons.org/licenses/odbl/1-0/',
  osmCcBy:
    'OpenStreetMap Foundation, use of CC BY data, https://blog.openstreetmap.org/2017/03/17/use-of-cc-by-data/',
  ogl3: 'OGL 3.0, https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
} as const

export type SourceName = keyof typeof SOURCES

/** The text of a licence itself, where it is the source. */
export function textOf(id: string): string {
  return `the text of ${id}, https://spdx.org/licenses/${id}.html`
}
