#!/usr/bin/env bash
# Makes sure that Debian packages which pip cannot give are there; installs them when run as root.
# Usage: scripts/system_packages.sh chromium [libreoffice] [fonts] [openmp]
set -euo pipefail
missing=()
for need in "$@"; do
    case "$need" in
        chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
                  fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fontconfig fonts-wqy-zenhei) ;;
        libreoffice) command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui) ;;
        openmp) ldconfig -p | grep -q 'libgomp\.so\.1' || missing+=(libgomp1) ;;
        fonts) fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fontconfig fonts-wqy-zenhei) ;;
        *) echo "不认识的系统组件：$need（可用：chromium libreoffice fonts openmp）" >&2; exit 2 ;;
    esac
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "缺少系统软件包：${missing[*]}。请由管理员运行：apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
    exit 3
fi
echo "正在安装系统软件包：${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
