# Five thousand rectification cases with fifty thousand measures: writes divisions.csv, orgs.csv, cases.csv, problems.csv
# and measures.csv into the folder `to`.  n: how many cases; each is that of a village of its own, up to 900 in a township.
BEGIN {
	split("排查 初定 审定 备案 定方案 整顿中 整顿中 整顿中 申请验收 销号 销号 回头看 归档", stages, " ")
	split("没开始 进行中 已完成 已完成", measures, " ")
	divisions = to "/divisions.csv"; orgs = to "/orgs.csv"; cases = to "/cases.csv"; problems = to "/problems.csv"; list = to "/measures.csv"
	print "区划代码,名称,级别,上级区划" > divisions
	for (i = 0; i * 900 < n; i++)
		printf "6328219%02d000,示例%d乡,乡级,632821000000\n", i, i > divisions
	for (i = 1; i <= n; i++) {
		township = sprintf("6328219%02d", int((i - 1) / 900))
		village[i] = sprintf("%s%03d", township, (i - 1) % 900 + 1)
		printf "%s,示例%d村委会,村级,%s000\n", village[i], i, township > divisions
	}
	print "code,name,category,superior,division" > orgs
	print "党组织,列入年度,阶段,责任人,完成时限" > cases
	print "整顿案件,问题" > problems
	print "问题编号,措施,责任人,完成时限,阶段" > list
	for (i = 1; i <= 50; i++)
		printf "T%03d,示例%d镇党委,611,,\n", i, i > orgs
	for (i = 1; i <= n; i++) {
		printf "B%05d,示例%d村党支部,631,T%03d,%s\n", i, i * 7919 % 20011, i % 50 + 1, village[i] > orgs
		stage = stages[i % 13 + 1]
		printf "B%05d,2026,%s,示例责任人%d,2026-%02d-%02d\n", i, stage, i % 300, i % 12 + 1, i % 28 + 1 > cases
		printf "B%05d-2026,三会一课不经常%d\n", i, i > problems
		for (k = 1; k <= 10; k++)
			printf "B%05d-2026-P01,示例措施第%d条,示例责任人%d,2026-%02d-%02d,%s\n", i, k, i % 300, (i + k) % 12 + 1, \
				(i * k) % 28 + 1, measures[(i + k) % 4 + 1] > list
	}
}
