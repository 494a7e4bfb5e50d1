namespace KubeApi.Output;

/// <summary>
/// Keeps the cost of a line that has note properties from growing with the number of lines. PowerShell holds the note properties of a string in a
/// ConditionalWeakTable, whose entries are released by finalizers, and only after a full collection; until then every collection scans the entries of
/// all strings, dead ones too.
/// </summary>
internal sealed class NoteRelease
{
    private const int LeastLines = 50_000;

    // A full collection costs time in proportion to the heap: a process with a large one gets fewer of them.
    private const int HeapBytesPerLine = 1024;

    private int _lines;
    private int _limit = LeastLines;

    /// <summary>Counts a line, and after many of them requests a full collection in the background.</summary>
    public void Count()
    {
        if (++_lines < _limit)
        {
            return;
        }

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        (_lines, _limit) = (0, (int)Math.Clamp(GC.GetTotalMemory(forceFullCollection: false) / HeapBytesPerLine, LeastLines, int.MaxValue));
    }
}
