import Glibc
import MonetiqueCLI

exit(Monetique.run(Array(CommandLine.arguments.dropFirst())))
