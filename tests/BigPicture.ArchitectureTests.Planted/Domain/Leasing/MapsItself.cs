using Microsoft.EntityFrameworkCore;

namespace BigPicture.Domain.Leasing;

public static class MapsItself
{
    public static void Map(ModelBuilder model) => model.Entity(typeof(MapsItself));
}
