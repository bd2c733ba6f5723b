/*
 * zhibu keeps the records of a prefecture's grassroots Party organizations.  Everything
 * begins in cli_main().
 */
#include "src/cli.h"
#include "src/banned.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
