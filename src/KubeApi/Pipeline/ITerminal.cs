namespace KubeApi.Pipeline;

/// <summary>The terminal of this process, for an interactive session. For one thread, except <see cref="Write"/> and <see cref="Restore"/>.</summary>
internal interface ITerminal
{
    /// <summary>The width and height, in characters.</summary>
    (int Width, int Height) Size { get; }

    /// <summary>Passes keys on as they are typed, without an echo. Called again, it reverts changes that other code made in the meantime.</summary>
    void MakeRaw();

    /// <summary>Waits for keys.</summary>
    /// <param name="buffer">Receives their bytes, in UTF-8.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>The number of bytes; 0 if no key was pressed in time.</returns>
    int Read(byte[] buffer, TimeSpan timeout);

    /// <summary>Writes output unchanged.</summary>
    void Write(ReadOnlySpan<byte> output);

    /// <summary>Restores the terminal. Idempotent.</summary>
    void Restore();
}
