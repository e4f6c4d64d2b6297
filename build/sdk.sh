# Sourced by the scripts beside it. Everything here needs only bash and the tools of POSIX.

# No banner, no telemetry, and no build process that outlives its script and holds a caller's pipe open.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

# The SDK and NuGet keep their caches under HOME; a service account may have none that it can write.
if [ ! -w "${HOME:-/nonexistent}" ]; then
    HOME="${TMPDIR:-/tmp}/bigpicture-home-$(id -u)"
    export HOME
    mkdir -p -m 700 "$HOME"
fi

# Ends the script with exit code 1 and a way on, unless the SDK that global.json names can run here.
require_sdk() {
    local wanted
    wanted=$(sed -n 's/.*"sdk"[^}]*"version": *"\([^"]*\)".*/\1/p' global.json)
    if command -v dotnet >/dev/null 2>&1 && dotnet --version >/dev/null 2>&1 </dev/null; then
        return
    fi
    {
        echo "This checkout is built with the .NET SDK $wanted (or a later patch of it), as global.json says; it was not found."
        if command -v dotnet >/dev/null 2>&1; then
            echo "Installed SDKs:"
            (cd / && dotnet --list-sdks 2>/dev/null | sed 's/^/  /')
        else
            echo "There is no 'dotnet' on the PATH."
        fi
        echo
        echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or with Microsoft's script, for this user alone:"
        echo "  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --version $wanted"
        echo "  export PATH=\"\$HOME/.dotnet:\$PATH\""
        echo "Then run this command again."
    } >&2
    exit 1
}
