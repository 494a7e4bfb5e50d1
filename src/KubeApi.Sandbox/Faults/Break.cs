namespace KubeApi.Sandbox.Faults;

/// <summary>How a connection breaks.</summary>
public enum Break
{
    /// <summary>Reset before the head of the response.</summary>
    Reset,

    /// <summary>Closed before the head of the response.</summary>
    Eof,

    /// <summary>Reset in the middle of the body.</summary>
    Body,

    /// <summary>No data until the faults are cleared.</summary>
    Stall,
}
