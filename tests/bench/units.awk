# Turns the tables of npm's china-division (provinces, cities, areas, streets, villages, each
# "code","name",...) into one ledger of organizations, superiors before their subordinates.
#
#	awk -f units.awk provinces.csv cities.csv areas.csv streets.csv villages.csv
#
# A unit's superior is the unit whose code is the longest beginning of its own.
BEGIN {
	FS = ","
	OFS = ","
	print "code,name,category,superior"
	split("2 4 6 9", lengths, " ")
}
FNR == 1 { next }
{
	name = $2
	gsub(/"/, "", name)
	superior = ""
	for (i = 4; i >= 1; i--)
		if (length($1) > lengths[i] && substr($1, 1, lengths[i]) in known) {
			superior = substr($1, 1, lengths[i])
			break
		}
	if (length($1) < 12)
		known[$1] = 1
	print $1, name, length($1) < 12 ? 611 : 631, superior
}
