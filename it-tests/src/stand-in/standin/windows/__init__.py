"""The emulated Windows: drives, registry, accounts, services, tasks, updates, Sysprep, power.

Everything lives under one folder, named by the environment variable STANDIN_ROOT: `C/` is drive C:,
`D/` and so on are CD-ROMs, `state/` holds JSON files (see `store`).
"""
