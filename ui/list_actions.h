#ifndef UI_LIST_ACTIONS_H
#define UI_LIST_ACTIONS_H

#include "ui/cursor.h"
#include "ui/list_tree.h"

/* What the list, the picker and the tree can do, for list.c to make their tables from. */

enum {
	LIST_OPEN = MOVES, LIST_BACK, LIST_FILTER, LIST_SORT_NEXT, LIST_SORT_PREV, LIST_REVERSE, LIST_NEW, LIST_ALL,
	LIST_RETIRE, LIST_SELECT, LIST_NONE, LIST_HISTORY, LIST_UNDO, LIST_REDO, LIST_LEFT, LIST_RIGHT, LIST_TREE,
	LIST_FIND, LIST_FIND_NEXT, LIST_FIND_PREV, LIST_GOTO, LIST_DETAIL, LIST_INVERT, LIST_PICK_ALL, LIST_TOTALS,
	LIST_BOARD, LIST_STORY, LIST_EDIT, LIST_FILL, LIST_IMPORT, LIST_EXPORT, LIST_SAVE_VIEW, LIST_VIEWS, LIST_COLUMNS,
	LIST_REPORTS, LIST_COMPARE,
};

/* What a list and a picker have in common. */
#define VIEW_ACTIONS \
	{ .name = "back", .label = N_("返回"), .bar = N_("返回"), .help = N_("依次退出：筛选、选中、本屏。"), \
	  .keys = { "F10", "Esc", "q" }, .group = GROUP_MOVE, .run = LIST_BACK }, \
	{ .name = "find", .label = N_("查找"), .bar = N_("查找"), .help = N_("边输入边找，不隐藏别的行。"), \
	  .keys = { "F3", "/", "、", "Ctrl-F" }, .group = GROUP_VIEW, .run = LIST_FIND }, \
	{ .name = "find-next", .label = N_("下一处"), .help = N_("找下一处。"), .keys = { "n" }, .group = GROUP_VIEW, .run = LIST_FIND_NEXT }, \
	{ .name = "find-prev", .label = N_("上一处"), .help = N_("找上一处。"), .keys = { "N" }, .group = GROUP_VIEW, .run = LIST_FIND_PREV }, \
	{ .name = "filter", .label = N_("筛选"), .bar = N_("筛选"), \
	  .help = N_("边输入边筛选：汉字、拼音首字母，或条件，如 字段=空；再按一次填表。"), .keys = { "F4", "&", "\\" }, \
	  .group = GROUP_VIEW, .run = LIST_FILTER }, \
	{ .name = "sort", .label = N_("换列排序"), .bar = N_("排序"), .help = N_("按下一列排序。"), .keys = { "F6", ">" }, \
	  .group = GROUP_VIEW, .run = LIST_SORT_NEXT }, \
	{ .name = "sort-back", .label = N_("按上一列"), .help = N_("按上一列排序。"), .keys = { "<" }, \
	  .group = GROUP_VIEW, .run = LIST_SORT_PREV }, \
	{ .name = "reverse", .label = N_("倒序"), .help = N_("升序和降序互换。"), .keys = { "I" }, .group = GROUP_VIEW, .run = LIST_REVERSE }, \
	{ .name = "new", .label = N_("新增"), .bar = N_("新增"), .help = N_("新增一条记录。"), .keys = { "F7", "Ins", "a" }, \
	  .group = GROUP_RECORD, .run = LIST_NEW }, \
	{ .name = "all", .label = N_("全部/默认"), .bar = N_("全部"), \
	  .help = N_("也列出停用的和默认不列的记录；再按一次还原。"), .keys = { "z" }, .group = GROUP_VIEW, .run = LIST_ALL }, \
	{ .name = "detail", .label = N_("详情"), .bar = N_("详情"), .help = N_("显示或收起当前记录的详情：上级、其余各项、最后改动。"), \
	  .keys = { "i" }, .group = GROUP_VIEW, .run = LIST_DETAIL }

/* Only a flat list scrolls sideways, and its rows have numbers. */
#define FLAT_ACTIONS \
	{ .name = "goto", .label = N_("转到某行"), .bar = N_("转到"), .help = N_("转到第几行。"), .keys = { "g" }, \
	  .group = GROUP_MOVE, .run = LIST_GOTO }, \
	{ .name = "left", .label = N_("左边的列"), .help = N_("横向移动，看左边的列；名称一列不动。"), .keys = { "Left" }, \
	  .group = GROUP_VIEW, .run = LIST_LEFT }, \
	{ .name = "right", .label = N_("右边的列"), .help = N_("横向移动，看右边的列；名称一列不动。"), .keys = { "Right" }, \
	  .group = GROUP_VIEW, .run = LIST_RIGHT }

/* From node to node, and back to the flat list. */
#define TREE_ACTIONS \
	{ .name = "flat", .label = N_("平铺"), .bar = N_("平铺"), .help = N_("回到平铺的列表；光标和选中都不变。"), \
	  .keys = { "F5", "t" }, .group = GROUP_VIEW, .run = TREE_FLAT }, \
	{ .name = "unfold", .label = N_("展开"), .bar = N_("展开"), .help = N_("展开当前这一枝；已展开的到第一个下级。"), \
	  .keys = { "Right" }, .group = GROUP_VIEW, .run = TREE_UNFOLD }, \
	{ .name = "fold", .label = N_("收起"), .help = N_("收起当前这一枝；没有展开的到上级。"), \
	  .keys = { "Left" }, .group = GROUP_VIEW, .run = TREE_FOLD }, \
	{ .name = "unfold-all", .label = N_("全部展开"), .bar = N_("全展开"), .help = N_("展开所有各级。"), .keys = { "*" }, \
	  .group = GROUP_VIEW, .run = TREE_ALL }, \
	{ .name = "unfold-level", .label = N_("多展开一级"), .help = N_("各枝都多展开一级。"), .keys = { "+" }, \
	  .group = GROUP_VIEW, .run = TREE_MORE }, \
	{ .name = "fold-level", .label = N_("少展开一级"), .help = N_("各枝都收起最下面一级。"), .keys = { "-" }, \
	  .group = GROUP_VIEW, .run = TREE_LESS }, \
	{ .name = "previous-sibling", .label = N_("上一同级"), .help = N_("到前一个同级的记录。"), .keys = { "[" }, \
	  .group = GROUP_MOVE, .run = TREE_PREVIOUS }, \
	{ .name = "next-sibling", .label = N_("下一同级"), .help = N_("到后一个同级的记录。"), .keys = { "]" }, \
	  .group = GROUP_MOVE, .run = TREE_NEXT }, \
	{ .name = "hits", .label = N_("只看命中"), .bar = N_("只命中"), .help = N_("筛选时不列只为显示层级而保留的上级；再按一次还原。"), \
	  .keys = { "k" }, .group = GROUP_VIEW, .run = TREE_HITS }

#define TREE_ACTION \
	{ .name = "tree", .label = N_("树形"), .bar = N_("树形"), .help = N_("按上下级排成树；光标和选中都不变。"), \
	  .keys = { "F5", "t" }, .group = GROUP_VIEW, .run = LIST_TREE }

#define OPEN_ACTION \
	{ .name = "open", .label = N_("打开"), .bar = N_("打开"), .help = N_("打开当前记录的表单。"), .keys = { "Enter" }, \
	  .group = GROUP_RECORD, .run = LIST_OPEN }

/* What is done with records, in a list and in a tree. */
#define RECORD_ACTIONS \
	{ .name = "retire", .label = N_("停用/恢复"), .bar = N_("停用"), \
	  .help = N_("停用当前记录或选中的各条（要写原因，可撤销）；已停用的则恢复。"), .keys = { "F8", "Del" }, \
	  .words = N_("批量停用 作废"), .group = GROUP_RECORD, .run = LIST_RETIRE }, \
	{ .name = "edit-many", .label = N_("批量修改"), \
	  .help = N_("选中的各条改一个或几个字段：先预览每条的原值、新值和结果，再一次写入。选中以后也可以直接粘贴表格里复制的一块。"), \
	  .keys = { "e" }, .words = N_("成批 统一修改 粘贴 Excel paste"), .group = GROUP_RECORD, .run = LIST_EDIT }, \
	{ .name = "fill-down", .label = N_("照第一条填"), .help = N_("选中的其余各条照第一条的值填，先预览。"), \
	  .keys = { "Ctrl-D" }, .words = N_("向下填充 复制上一条"), .group = GROUP_RECORD, .run = LIST_FILL }, \
	{ .name = "select-none", .label = N_("全不选"), .help = N_("取消所有选中。"), .keys = { "U" }, .group = GROUP_SELECT, .run = LIST_NONE }, \
	{ .name = "select-all", .label = N_("全选"), .help = N_("选中列出的全部记录，并说明有多少条。"), .keys = { "A" }, \
	  .group = GROUP_SELECT, .run = LIST_PICK_ALL }, \
	{ .name = "totals", .label = N_("合计"), .bar = N_("合计"), .help = N_("合计一行：选中的、列出的、全部、不显示。"), \
	  .keys = { "=" }, .group = GROUP_VIEW, .run = LIST_TOTALS }, \
	{ .name = "history", .label = N_("历史"), .bar = N_("历史"), .help = N_("当前记录的全部改动。"), .keys = { "h" }, \
	  .group = GROUP_PAST, .run = LIST_HISTORY }, \
	{ .name = "undo", .label = N_("撤销"), .bar = N_("撤销"), .help = N_("撤销你最近的一次操作，先说明会改什么。"), \
	  .keys = { "u", "Ctrl-Z" }, .group = GROUP_PAST, .run = LIST_UNDO }, \
	{ .name = "redo", .label = N_("重做"), .help = N_("把刚撤销的操作重新做一遍。"), .keys = { "R", "Ctrl-Y" }, \
	  .group = GROUP_PAST, .run = LIST_REDO }, \
	{ .name = "compare", .label = N_("比较两个时点"), \
	  .help = N_("这个台账在两个时点之间新增、停用了哪些，哪些字段不同，例如上月底和现在。"), \
	  .words = N_("比较 差别 变化 对照 compare diff"), .keys = { "C" }, .group = GROUP_PAST, .run = LIST_COMPARE }, \
	{ .name = "import", .label = N_("导入文件"), .help = N_("从 CSV 文件导入：先检查，什么都不写，看过再导入。"), \
	  .keys = { "p" }, .group = GROUP_FILE, .run = LIST_IMPORT }, \
	{ .name = "export", .label = N_("导出"), .help = N_("把列出的、选中的或全部记录存成 CSV 文件，表格软件可以直接打开。"), \
	  .keys = { "x" }, .group = GROUP_FILE, .run = LIST_EXPORT }

/* What is always worth a look has a place in the line of keys. */
#define STORY_ACTION(in_bar) \
	{ .name = "story", .label = N_("全貌"), .bar = (in_bar), \
	  .help = N_("当前记录的全貌：走到哪一步、缺什么、各项内容，以及属于它的全部记录。"), .keys = { "o", "Alt-O" }, \
	  .group = GROUP_RECORD, .run = LIST_STORY }

/* What the list looks like, and keeping that. */
#define LOOK_ACTIONS \
	{ .name = "views", .label = N_("选视图"), .bar = N_("视图"), .help = N_("选一个保存的视图，或回到默认的列表。"), \
	  .words = N_("我的视图 打开视图 saved views"), .keys = { "v" }, .group = GROUP_VIEW, .run = LIST_VIEWS }, \
	{ .name = "save-view", .label = N_("保存视图"), .bar = N_("存视图"), \
	  .help = N_("把现在的筛选、排序、列和树形存成一个有名字的视图。"), .words = N_("另存视图 save view"), .keys = { "w" }, \
	  .group = GROUP_VIEW, .run = LIST_SAVE_VIEW }, \
	{ .name = "columns", .label = N_("选列"), .bar = N_("选列"), .help = N_("显示哪些列、怎样排、多宽；边改边看。"), \
	  .words = N_("列设置 隐藏列 列宽 columns"), .keys = { "c" }, .group = GROUP_VIEW, .run = LIST_COLUMNS }

/* A flat list. */
#define LIST_ACTIONS \
	OPEN_ACTION, \
	VIEW_ACTIONS, \
	TREE_ACTION, \
	{ .name = "select", .label = N_("选中"), .bar = N_("选中"), .help = N_("选中或取消当前行，并下移一行。"), \
	  .keys = { "Space" }, .group = GROUP_SELECT, .run = LIST_SELECT }, \
	{ .name = "invert", .label = N_("反选"), .help = N_("列出的记录，选中的取消，没选的选中。"), .keys = { "*" }, \
	  .group = GROUP_SELECT, .run = LIST_INVERT }, \
	RECORD_ACTIONS, \
	FLAT_ACTIONS, \
	LOOK_ACTIONS, \
	MOVE_ACTIONS_WITH("k", NULL)

#endif
