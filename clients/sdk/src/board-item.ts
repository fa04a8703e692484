/** An item of a board: its id, and a version that grows with each change. */
export interface BoardItem {
  id: string;
  version: number;
}
