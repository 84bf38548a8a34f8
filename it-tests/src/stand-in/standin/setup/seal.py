"""Makes the state that Sysprep leaves: run when the image is made."""

from standin.windows import layout, registry

from .firstboot import GENERALIZED, SETUP, STATE


def main() -> None:
    """Drive C: with its folders; set up anew with the next start."""
    layout.ensure()
    registry.set_value(STATE, "ImageState", GENERALIZED, "REG_SZ")
    for name in ("SystemSetupInProgress", "OOBEInProgress"):
        registry.set_value(SETUP, name, 1, "REG_DWORD")
    # 3: generalized; 2: what was to be cleaned up is.
    registry.set_value(SETUP + "\\Status\\SysprepStatus", "GeneralizationState", 3, "REG_DWORD")


if __name__ == "__main__":
    main()
