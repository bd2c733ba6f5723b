/* The composition root: everything is put together below cli_main(). */
#include "src/cli.h"

int main(int argc, char **argv)
{
	return cli_main(argc, argv);
}
