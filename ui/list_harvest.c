/* Picking all records that are listed. */
#include "ui/list_harvest.h"

#include <stdlib.h>

#include "src/i18n.h"
#include "src/mem.h"
#include "ui/list.h"
#include "src/banned.h"

#define SLICE_MS 8

void harvest_release(struct harvest *h)
{
	free(h->ids);
	*h = (struct harvest){ .on = false };
}

static int take(void *ctx, int64_t id)
{
	struct harvest *h = ctx;

	if (h->n == h->cap) {
		h->cap = h->cap ? h->cap * 2 : 256;
		h->ids = xreallocarray(h->ids, h->cap, sizeof(*h->ids));
	}
	h->ascending &= !h->n || h->ids[h->n - 1] < id;
	h->ids[h->n++] = id;
	return 0;
}

static int compare(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

static void finish(struct list *l)
{
	struct harvest *h = &l->harvest;
	int64_t all = (int64_t)h->n;
	struct buf n = BUF_INIT;

	if (!h->ascending)
		qsort(h->ids, h->n, sizeof(*h->ids), compare);
	/* Most often nothing was picked before: then nothing has to be merged. */
	if (!l->selection.n) {
		selection_take(&l->selection, h->ids, h->n, h->cap);
		h->ids = NULL;
	} else if (h->invert) {
		selection_invert(&l->selection, h->ids, h->n);
	} else {
		selection_add(&l->selection, h->ids, h->n);
	}
	list_add_number(&n, h->invert ? (int64_t)l->selection.n : all);
	app_say(l->screen.app, h->invert ? _("已反选，现在选中 %s 条；e 一起改，U 全不选") : _("已选中列出的全部 %s 条；e 一起改，U 全不选"), buf_str(&n));
	buf_release(&n);
	harvest_release(h);
}

/* The register's own order is mostly that of the numbers, so that there is little to sort. */
static void go_on(struct list *l)
{
	struct harvest *h = &l->harvest;
	struct view v = l->view;
	struct buf n = BUF_INIT;
	struct err e = ERR_INIT;

	v.sort = NULL;
	v.descending = v.ranked = false;
	if (store_tour(app_store(l->screen.app), &v, &h->tour, take, h, &e) < 0) {
		app_say_error(l->screen.app, &e);
		harvest_release(h);
		return;
	}
	if (h->tour.over) {
		finish(l);
		return;
	}
	list_add_number(&n, (int64_t)h->n);
	app_say(l->screen.app, _("正在选中，已有 %s 条；Esc 停止"), buf_str(&n));
	buf_release(&n);
}

void harvest_start(struct list *l, bool invert)
{
	harvest_release(&l->harvest);
	l->harvest = (struct harvest){ .on = true, .tour.budget_ms = SLICE_MS, .invert = invert, .ascending = true, .reloads = l->reloads };
	go_on(l);
}

bool harvest_stop(struct list *l)
{
	if (!l->harvest.on)
		return false;
	harvest_release(&l->harvest);
	app_say(l->screen.app, _("已停止，选中的没有变"));
	return true;
}

bool harvest_idle(struct list *l)
{
	if (!l->harvest.on)
		return false;
	/* Another condition, or data that others changed: what is meant now has to be gone through from the beginning. */
	if (l->harvest.reloads != l->reloads)
		harvest_start(l, l->harvest.invert);
	else
		go_on(l);
	return l->harvest.on;
}
