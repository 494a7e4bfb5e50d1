using KubeApi.Benchmarks;
using KubeApi.Benchmarks.Children;

if (args is ["--child", .. var child])
{
    return await ChildProgram.RunAsync(child);
}

var (options, error) = BenchmarkOptions.Parse(args);
if (options is null)
{
    System.Console.Error.WriteLine((error is null ? "" : error + "\n\n") + BenchmarkOptions.Usage);
    return error is null ? 0 : 2;
}

return await new BenchmarkRun(options).RunAsync();
