"""Types of .NET that scripts use."""
