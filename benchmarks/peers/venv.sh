# Sourced: installs what the scripts in Python need, once. Wants `here` and `scratch`.
install_peers() {
    local requirements=$here/peers/requirements.txt
    if ! cmp -s "$requirements" "$scratch/venv/requirements.txt"; then
        echo "installing the peers from PyPI into $scratch/venv" >&2
        rm -rf "$scratch/venv"
        python3 -m venv "$scratch/venv"
        "$scratch/venv/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
        cp "$requirements" "$scratch/venv/requirements.txt"
    fi
}
