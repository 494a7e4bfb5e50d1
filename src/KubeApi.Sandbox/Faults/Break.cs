namespace KubeApi.Sandbox.Faults;

/// <summary>How a connection breaks.</summary>
public enum Break
{
    /// <summary>It is reset before the head of the answer.</summary>
    Reset,

    /// <summary>It is closed before the head of the answer.</summary>
    Eof,

    /// <summary>It is reset in the middle of the body.</summary>
    Body,

    /// <summary>Nothing comes, until the faults are taken back.</summary>
    Stall,
}
