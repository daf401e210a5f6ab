#!/bin/sh
# images.sh - builds the container images with buildah. ./dev images calls it.
set -eu

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$ROOT"
VAR=$ROOT/var
# shellcheck source=infra/dev/lib.sh
. "$ROOT/infra/dev/lib.sh"
# shellcheck source=infra/images/base.env
. "$ROOT/infra/images/base.env"

usage() {
    cat <<'END'
usage: infra/dev/images.sh [build [IMAGE…]]   builds web, api and migrate, or those named
       infra/dev/images.sh base               prints the base image's name, making it if it is not there
       infra/dev/images.sh clean              removes the images and their storage

An image whose inputs (infra/images/IMAGE/inputs) did not change is not built again. Its revision and date
are those of the last commit that touched them, so the same sources give the same image.

EXPENSE_IMAGES_DIR     where the images are stored (var/images)
EXPENSE_IMAGES_CA      certificates that npm shall believe besides the public ones
END
}

DIR=${EXPENSE_IMAGES_DIR:-$VAR/images}
LOCAL_BASE=localhost/expense-base:$BASE_SUITE
export CONTAINERS_STORAGE_CONF="$DIR/storage.conf"
export BUILDAH_ISOLATION=chroot

need_tools() {
    [ "$(id -u)" = 0 ] || die "Images are built as root here; run: sudo ./dev images"
    command -v buildah >/dev/null 2>&1 || die "buildah is missing; ./dev images installs it, or: apt-get install buildah"
}

prepare_storage() {
    mkdir -p "$DIR/storage" "$DIR/run" "$DIR/log"
    if [ ! -f "$CONTAINERS_STORAGE_CONF" ]; then
        printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' overlay "$DIR/storage" "$DIR/run" \
            >"$CONTAINERS_STORAGE_CONF"
        # A folder on a file system without overlay gets plain copies; slower, but it works everywhere.
        if ! buildah images >/dev/null 2>&1; then
            sed -i 's/"overlay"/"vfs"/' "$CONTAINERS_STORAGE_CONF"
        fi
    fi
}

registry_answers() {
    code=$(curl -s -m 5 -o /dev/null -w '%{http_code}' https://registry-1.docker.io/v2/ 2>/dev/null || true)
    [ "$code" = 401 ] || [ "$code" = 200 ]
}

have() { buildah inspect --type image "$1" >/dev/null 2>&1; }

# The pinned base, or the same suite made from Debian's packages where no registry answers.
base() {
    for name in "$BASE_IMAGE" "$LOCAL_BASE"; do
        if have "$name"; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    if registry_answers && buildah pull -q "$BASE_IMAGE" >"$DIR/log/base.log" 2>&1; then
        printf '%s\n' "$BASE_IMAGE"
        return 0
    fi
    command -v mmdebstrap >/dev/null 2>&1 || die "No registry answers, and mmdebstrap is missing: apt-get install mmdebstrap"
    warn "Making the base image (no registry answers)"
    mirror=http://deb.debian.org
    mmdebstrap --variant=minbase --include=ca-certificates \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        "$BASE_SUITE" "$DIR/base.tar" \
        "deb $mirror/debian $BASE_SUITE main" "deb $mirror/debian $BASE_SUITE-updates main" \
        "deb $mirror/debian-security $BASE_SUITE-security main" >"$DIR/log/base.log" 2>&1 || {
        tail -n 15 "$DIR/log/base.log" >&2
        die "The base image could not be made; the whole log is $DIR/log/base.log."
    }
    printf 'FROM scratch\nADD base.tar /\nCMD ["/bin/sh"]\n' >"$DIR/Dockerfile.base"
    buildah bud -q --timestamp 0 -t "$LOCAL_BASE" -f "$DIR/Dockerfile.base" "$DIR" >>"$DIR/log/base.log" 2>&1 ||
        die "The base image could not be stored; the log is $DIR/log/base.log."
    rm -f "$DIR/base.tar"
    printf '%s\n' "$LOCAL_BASE"
}

paths_of() { grep -v '^#' "infra/images/$1/inputs"; }

# Its files as they are in the working tree: those that git has, and new ones that it does not ignore.
files_of() {
    # shellcheck disable=SC2046  # a list of paths without blanks
    git ls-files --cached --others --exclude-standard -- $(paths_of "$1") | LC_ALL=C sort -u | while IFS= read -r file; do
        if [ -f "$file" ]; then printf '%s\n' "$file"; fi
    done
}

make_context() { # IMAGE -> $DIR/context/IMAGE
    context=$DIR/context/$1
    rm -rf "$context"
    mkdir -p "$context"
    files_of "$1" | tar -c -T - | tar -x -C "$context"
    if [ "$1" = web ]; then
        [ -d infra/node/node_modules ] || die "The pinned Node.js is not there; run npm ci in infra/node (./dev images does it)."
        cp -al infra/node/node_modules "$context/infra/node/" 2>/dev/null ||
            cp -a infra/node/node_modules "$context/infra/node/"
    fi
    # Times of a checkout mean nothing, and would spoil the cache.
    find "$context" -path '*/node_modules' -prune -o -exec touch -h -d @0 {} +
}

value_of() { printf '%s\n' "$about" | sed -n "s/^$1=//p"; }

build() { # IMAGE
    image=$1 log=$DIR/log/$1.log
    about=$(infra/images/about "$image")
    sum=$(value_of inputs)
    epoch=$(value_of epoch)
    if have "localhost/expense-$image:$sum"; then
        buildah tag "localhost/expense-$image:$sum" "localhost/expense-$image:dev"
        return 0
    fi
    make_context "$image"
    set --
    ca=${EXPENSE_IMAGES_CA:-${NODE_EXTRA_CA_CERTS:-}}
    if [ "$image" = web ] && [ -f "$ca" ]; then set -- --secret "id=certificates,src=$ca"; fi
    # The labels as CI gives them; only the base may be another one here.
    while IFS= read -r label; do
        set -- "$@" --label "$label"
    done <<END
$(printf '%s\n' "$about" | sed -n '/^labels<</,/^end-of-labels/p' | sed -e 1d -e '$d' -e '/base.name=/d')
org.opencontainers.image.base.name=$BASE
END
    # --format docker: the OCI format has no HEALTHCHECK.
    SOURCE_DATE_EPOCH=$epoch buildah bud --layers --force-rm --format docker --timestamp "$epoch" \
        --build-arg "BASE_IMAGE=$BASE" --build-arg "BASE_SNAPSHOT=$BASE_SNAPSHOT" "$@" \
        -t "localhost/expense-$image:$sum" -t "localhost/expense-$image:dev" \
        -f "$DIR/context/$image/infra/images/$image/Dockerfile" "$DIR/context/$image" >"$log" 2>&1 || {
        tail -n 25 "$log" >&2
        die "The image $image could not be built; the whole log is $log."
    }
    rm -rf "$DIR/context/$image"
}

# The cache of layers grows with every change; now and then it starts anew.
trim_cache() {
    if [ "$(buildah images -a -q | wc -l)" -gt 300 ]; then buildah rmi --prune >/dev/null 2>&1 || true; fi
}

build_all() {
    begin=$(date +%s)
    trim_cache
    BASE=$(base)
    say "Base: $BASE"
    for image in "$@"; do
        [ -f "infra/images/$image/Dockerfile" ] || die "There is no image $image; there are: $(echo infra/images/*/Dockerfile)"
    done
    # Side by side: while one fetches packages, another compiles.
    waiting=
    for image in "$@"; do
        ( build "$image" ) &
        waiting="$waiting $image:$!"
    done
    status=0
    for it in $waiting; do
        image=${it%%:*}
        wait "${it#*:}" || { status=1; continue; }
        printf '%-28s %s\n' "localhost/expense-$image:dev" \
            "$(buildah images --format '{{.Size}}' "localhost/expense-$image:dev" | head -n 1)"
    done
    say "took $(($(date +%s) - begin)) s"
    return "$status"
}

verb=${1:-build}
[ $# -eq 0 ] || shift
case $verb in
    build)
        case ${1-} in --help | -h) usage; exit 0 ;; esac
        need_tools
        prepare_storage
        [ $# -gt 0 ] || set -- web api migrate
        build_all "$@"
        ;;
    base)
        need_tools
        prepare_storage
        base
        ;;
    clean)
        [ -d "$DIR" ] || exit 0
        need_tools
        prepare_storage
        if command -v podman >/dev/null 2>&1; then podman pod rm --force --all >/dev/null 2>&1 || true; fi
        buildah rm --all >/dev/null 2>&1 || true
        buildah rmi --all --force >/dev/null 2>&1 || true
        # The storage is a mount of its own, and so is what an interrupted build left.
        awk -v dir="$DIR/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r | while IFS= read -r mount; do
            umount "$mount"
        done
        rm -rf "$DIR"
        ;;
    --help | -h) usage ;;
    *)
        usage >&2
        exit 2
        ;;
esac
