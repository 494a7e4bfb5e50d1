namespace KubeApi.Client.Streaming;

/// <summary>The channels of exec and attach: the first byte of each message.</summary>
public enum StreamChannel : byte
{
    /// <summary>Standard input; sent.</summary>
    Stdin = 0,

    /// <summary>Standard output.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,

    /// <summary>The status at the end.</summary>
    Status = 3,

    /// <summary>The size of the terminal; sent.</summary>
    Resize = 4,

    /// <summary>The end of another channel (v5 only); sent.</summary>
    Close = 255,
}
