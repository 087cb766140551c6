#!/bin/sh
# Install the Debian packages that some tests need, where we may; otherwise say what will be skipped and why.
set -u
missing=""
need() { # PACKAGE TEST-COMMAND...
  package=$1; shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
gst() { gst-inspect-1.0 "$1"; }
need chromium command -v chromium
need gir1.2-gst-rtsp-server-1.0 /usr/bin/python3 -c "import gi; gi.require_version('GstRtspServer', '1.0')"
need python3-gi /usr/bin/python3 -c "import gi"
need gstreamer1.0-tools command -v gst-inspect-1.0
need gstreamer1.0-plugins-base gst appsrc
need gstreamer1.0-plugins-good gst rtph264pay
need gstreamer1.0-plugins-bad gst h264parse
need systemd command -v systemd-analyze
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Not a Debian system; tests that need these packages will be skipped:$missing"; exit 0
fi
if [ "$(id -u)" = 0 ]; then root=""
elif sudo -n true 2>/dev/null; then root="sudo -n"
else
  echo "Tests that need these packages will be skipped (no root, no passwordless sudo):$missing"
  echo "To run them: sudo apt-get install$missing"; exit 0
fi
echo "Installing Debian packages for the tests:$missing"
log=$(mktemp)
if { $root apt-get update -q && DEBIAN_FRONTEND=noninteractive $root apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1
then rm -f "$log"; else
  tail -n 3 "$log"; rm -f "$log"
  echo "That failed; tests that need these packages will be skipped:$missing"
fi
exit 0
