declare module 'spdx-expression-parse' {
  export type LicenceNode = { license: string; plus?: true; exception?: string }
  export type JoinedNode = { conjunction: 'and' | 'or'; left: ExpressionNode; right: ExpressionNode }
  export type ExpressionNode = LicenceNode | JoinedNode
  export default function parse(expression: string): ExpressionNode
}
