# How the runtime of our programs is set where only the environment can say it; sourced by the scripts that start one.

# The collector runs when 32 MB are new, not 2 to 6: docs/adr/0018-let-32-mb-become-new-between-collections.md.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x2000000}
